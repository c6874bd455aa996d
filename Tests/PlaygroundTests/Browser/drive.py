#!/usr/bin/env python3
"""Uses the playground as a learner would, in a real Chromium, and prints a line of JSON for each check.

    drive.py http://127.0.0.1:8080 [--screenshots FOLDER] [--editor codemirror|textarea] [--runs yes|no]
             [--embedder PORT] [--only WORD]

Each line is {"check", "passed", "seconds", "detail"}. Ends with 1 when a check failed. `--editor` says which editor the
server has (CodeMirror's files may be missing), `--runs no` that its sandbox can't be had. `--embedder` is for a server that
lets pages of `http://localhost:PORT` show it: such a page is then served and looked at.
"""

import argparse
import contextlib
import http.server
import json
import os
import statistics
import sys
import threading
import time

sys.dont_write_bytecode = True  # The folder is one of sources.

import programs  # noqa: E402
from browser import Browser, PageError  # noqa: E402

CHECKS = []
EDITOR = "(document.querySelector('#code').shadowRoot ?? document.querySelector('#code'))"
FINDINGS = "[...document.querySelectorAll('#findings > li')].map((item) => item.innerText)"


def check(editor=None, runs=None, embedded=False):
    """Marks a check; only for one of the editors, only where programs can or can't be run, only with an embedder."""
    def mark(function):
        CHECKS.append((function, editor, runs, embedded))
        return function
    return mark


class Session:
    """A browser with the playground in it."""

    def __init__(self, browser, server, options):
        self.browser, self.server, self.options = browser, server, options

    def show(self, language, source, **look):
        """The page with a program, as soon as the language server has looked at it."""
        self.browser.look(**look)
        self.browser.open(programs.address(self.server, language, source))
        self.checked()

    def checked(self):
        self.browser.wait("document.documentElement.dataset.checked && document.documentElement.dataset.state === 'ready'",
                          "the program is checked")

    def text(self):
        if self.options.editor == "textarea":
            return self.browser.js(f"{EDITOR}.querySelector('textarea').value")
        return self.browser.js(f"[...{EDITOR}.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\\n')")

    def focus(self, line, at_end=True):
        """Into the code, to the end of a line (1-based), with keys alone."""
        self.browser.js("document.querySelector('#code').focus()")
        self.browser.press("Home", ctrl=True)
        for _ in range(line - 1):
            self.browser.press("ArrowDown")
        if at_end:
            self.browser.press("End")

    def count(self, selector):
        return self.browser.js(f"document.querySelectorAll({json.dumps(selector)}).length")

    def wait_text(self, selector, part, patience=60):
        return self.browser.wait(
            f"(() => {{ const text = document.querySelector({json.dumps(selector)})?.textContent ?? '';"
            f" return text.includes({json.dumps(part)}) && text; }})()", f"{selector} says {part!r}", patience)

    def screenshot(self, name, full=True):
        if self.options.screenshots:
            suffix = "" if self.options.editor == "codemirror" else "-plain"
            self.browser.screenshot(os.path.join(self.options.screenshots, f"{name}{suffix}.png"), full)


def expect(condition, what):
    if not condition:
        raise PageError(what)


@check()
def page_loads(session):
    session.browser.errors()
    session.show("c", programs.CLEAN)
    time.sleep(0.5)
    foreign = [url for url in session.browser.requests() if not url.startswith((session.server, "data:", "about:"))]
    expect(not foreign, f"asked other sites: {foreign}")
    kind = session.browser.js("document.documentElement.dataset.editor")
    expect(kind == session.options.editor, f"the editor is {kind}")
    errors = [error for error in session.browser.errors()
              if not (session.options.editor == "textarea" and "/codemirror/" in error)]
    expect(not errors, f"errors in the page: {errors}")
    expect(session.count("#findings > li") == 0, "a clean program has findings")
    return {"editor": kind, "title": session.browser.js("document.title")}


@check()
def typing_a_leak_shows_it(session):
    session.show("c", programs.CLEAN)
    session.focus(6)
    before = session.browser.js("Number(document.documentElement.dataset.checked)")
    session.browser.type("\nif (*p > 0) return 1;")
    session.wait_text("#findings", "is never released")
    item = session.browser.js(FINDINGS)[0]
    expect("line 7" in item, f"the list does not name the line: {item}")
    link = session.browser.js("document.querySelector('#findings a').getAttribute('href')")
    expect(link == "/lesson#leak", f"the link is {link}")
    expect(session.browser.js("document.querySelector('#findings').getAttribute('aria-live')") == "polite", "not live")
    if session.options.editor == "codemirror":
        marked = session.browser.js(f"{EDITOR}.querySelector('.ow-error')?.textContent")
        expect(marked and "return 1" in marked, f"the underline is under {marked}")
        expect(session.browser.js(f"!!{EDITOR}.querySelector('.ow-sign-error')"), "no sign in the margin")
        style = session.browser.js(f"getComputedStyle({EDITOR}.querySelector('.ow-error')).textDecorationStyle")
        expect(style == "wavy", f"the underline is {style}")
    answered = session.browser.js("Number(document.documentElement.dataset.checked)") - before
    return {"list": item, "link": link, "answers": answered}


@check()
def time_from_typing_to_mark(session):
    """The median of single edits that bring a finding or end it: from the key to the list, in milliseconds."""
    session.show("c", programs.CLEAN)
    session.focus(8)
    times = []
    for round_number in range(16):
        wanted = 1 if round_number % 2 == 0 else 0
        session.browser.js(f"""
          window.measured = new Promise((resolve) => {{
            const box = {EDITOR};
            let begin = null;
            box.addEventListener('keydown', () => {{ begin ??= performance.now(); }}, {{ once: true, capture: true }});
            const look = () => {{
              if (begin !== null && document.querySelectorAll('#findings > li').length === {wanted}
                && document.documentElement.dataset.state === 'ready') resolve(performance.now() - begin);
              else requestAnimationFrame(look);
            }};
            look();
          }}); true""")
        # The release goes behind a comment and comes back.
        session.browser.press("Home")
        if wanted == 1:
            session.browser.press("/")
            session.browser.press("/")
        else:
            session.browser.press("Delete")
            session.browser.press("Delete")
        times.append(session.browser.js("window.measured", patience=20))
    return {"median_ms": round(statistics.median(times)), "slowest_ms": round(max(times))}


@check(editor="codemirror")
def hover_tells_the_story(session):
    session.show("c", programs.LEAK)
    session.browser.wait(f"!!{EDITOR}.querySelector('.ow-error')", "the underline")
    place = session.browser.js(f"""(() => {{
      const box = {EDITOR}.querySelector('.ow-error').getBoundingClientRect();
      return [box.x + Math.min(10, box.width / 2), box.y + box.height / 2]; }})()""")
    session.browser.move(place[0] - 30, place[1] - 60)
    session.browser.move(*place)
    text = session.browser.wait(f"{EDITOR}.querySelector('.ow-hover')?.innerText", "the hover")
    expect("allocated here" in text and "`" not in text and "**" not in text, f"the hover says {text}")
    href = session.browser.js(f"{EDITOR}.querySelector('.ow-hover a')?.getAttribute('href')")
    expect(href == "/lesson#leak", f"the hover links to {href}")
    session.screenshot("hover", full=False)
    return {"hover": text}


@check()
def words_at_the_cursor(session):
    session.show("c", programs.LEAK)
    session.browser.js("document.querySelector('#findings .place').click()")
    text = session.wait_text("#here", "allocated here")
    return {"here": text}


def stays_through_a_redraw(session, place):
    """What has the focus keeps it when the picture around it is drawn anew, as a narrower page makes it."""
    session.browser.js(f"""(() => {{
      const element = document.querySelector({json.dumps(place)});
      element.focus(); window.before = element; }})()""")
    session.browser.js("document.getElementById('pictures').style.width = '300px'")
    session.browser.wait("!window.before.isConnected", f"{place} is drawn anew")
    stays = session.browser.js(f"document.activeElement.matches({json.dumps(place)})")
    session.browser.js("document.getElementById('pictures').style.width = ''")
    session.browser.wait(f"document.querySelector('#timeline svg').getBoundingClientRect().width > 300 || innerWidth < 400",
                         "the page is as wide as before")
    expect(stays, f"{place} loses the focus when the picture is drawn anew")


@check()
def keyboard_reaches_everything(session):
    session.show("c", programs.LEAK)
    session.focus(1)
    session.browser.press("F8")
    session.wait_text("#here", "never released")
    session.browser.press("F9", shift=True)
    session.wait_text("#step-text", "Step 4 of 5")
    if session.options.editor == "codemirror":
        before = session.text()
        session.browser.press("Escape")
        session.browser.press("Tab")
        expect(session.browser.js("document.activeElement.id") != "code", "Escape, then Tab, does not leave the code")
        expect(session.text() == before, "leaving the code changed it")
    seen = []
    session.browser.js("document.activeElement.blur(); document.querySelector('.skip').focus()")
    for _ in range(60):
        seen.append(session.browser.js(
            "(() => { const e = document.activeElement; return e.id || e.className.baseVal || e.className || e.tagName; })()"))
        if seen[-1] == "code" and session.options.editor == "codemirror":
            session.browser.press("Escape")
        session.browser.press("Tab")
        if seen[-1] == "output" or "BODY" in seen[-1]:
            break
    wanted = {"examples", "share", "run", "prove", "fix", "place", "follow", "step"}
    expect(wanted <= set(seen), f"the keyboard does not reach {wanted - set(seen)}: {seen}")
    expect(any(name.startswith("row") for name in seen), "the keyboard does not reach the timeline")
    for place in ["#timeline summary", "#timeline [data-line]", "#heap summary"]:
        stays_through_a_redraw(session, place)
    return {"stops": len(seen)}


@check()
def quick_fix_is_applied(session):
    session.show("cpp", programs.MISMATCH)
    session.wait_text("#findings", "delete")
    session.browser.js("document.querySelector('#findings .place').click()")
    session.browser.press(".", ctrl=True)
    session.browser.wait("document.querySelector('#fixes').open", "the dialog of fixes")
    choices = session.browser.js("[...document.querySelectorAll('#fixes .choice')].map((choice) => choice.textContent)")
    wanted = next((choice for choice in choices if "delete[]" in choice), None)
    expect(wanted, f"the fixes are {choices}")
    expect(not any(".ownscope.yaml" in choice for choice in choices), "a fix that needs a configuration file")
    session.screenshot("fixes", full=False)
    for _ in range(choices.index(wanted)):
        session.browser.press("Tab")
    session.browser.press("Enter")
    session.wait_text("#summary", "Nothing to report")
    expect("delete[] several" in session.text(), session.text())
    return {"chosen": wanted, "offered": choices}


@check()
def timeline_and_heap_are_drawn(session):
    session.show("c", programs.DOUBLE_FREE)
    session.wait_text("#findings", "freed again")
    session.browser.js("document.querySelector('#findings .place').click()")
    session.browser.wait("document.querySelector('#timeline svg .fault')", "the fault in the timeline")
    parts = session.browser.js("""['allocated', 'aliased', 'released', 'fault'].filter((role) =>
      document.querySelector('#timeline .mark.' + role))""")
    expect(len(parts) == 4, f"the timeline has only {parts}")
    for picture in ["timeline", "heap"]:
        named = session.browser.js(f"""(() => {{ const svg = document.querySelector('#{picture} svg');
          return svg.querySelector('title').textContent + '|' + svg.querySelector('desc').textContent; }})()""")
        expect(len(named) > 20 and session.count(f"#{picture} .words li") > 0, f"{picture} has no words: {named}")
    session.browser.wait("document.querySelector('#timeline .row.current')?.dataset.line === '9'", "the row of the cursor")
    # Past the release the arrows lead to what is gone.
    last = session.browser.js("document.querySelector('#step').max")
    session.browser.js(f"""(() => {{ const step = document.querySelector('#step'); step.value = '0';
      step.dispatchEvent(new Event('input')); }})()""")
    session.wait_text("#step-text", "Step 1 of")
    expect(session.count("#heap svg.heap .arrow.dangling") == 0, "an arrow dangles at the first step")
    session.browser.js("document.querySelector('#step').focus()")
    for _ in range(int(last)):
        session.browser.press("ArrowRight")
    session.browser.wait("document.querySelectorAll('#heap svg.heap .arrow.dangling').length === 2", "two arrows dangle")
    # A row moves the cursor, the cursor marks its row.
    session.browser.js("document.querySelector('#timeline [data-line=\"4\"]').dispatchEvent(new MouseEvent('click'))")
    session.browser.wait("document.querySelector('#timeline .row.current')?.dataset.line === '4'", "the row is marked")
    return {"steps": int(last) + 1, "marks": parts}


@check()
def ring_is_drawn(session):
    session.show("cpp", programs.CYCLE)
    session.wait_text("#findings", "own each other")
    session.browser.js("document.querySelector('#findings .place').click()")
    session.browser.wait("document.querySelector('#ring svg .to-weaken')", "the ring")
    text = session.browser.js("document.querySelector('#ring svg').textContent")
    expect("make this one weak" in text and "1 owner" in text, f"the ring says {text}")
    session.screenshot("ring")
    return {"ring": session.browser.js("document.querySelector('#ring .words').textContent")}


@check()
def sharing_and_tabs_keep_the_text(session):
    session.show("c", programs.LEAK)
    session.browser.click("#tab-cpp")
    session.browser.wait("document.querySelector('#tab-cpp').getAttribute('aria-selected') === 'true'", "the other tab")
    session.browser.click("#tab-c")
    session.checked()
    expect("alias[0]" in session.text(), "the text of a tab is lost")
    session.browser.click("#share")
    address = session.browser.wait("document.querySelector('#address').value", "the address")
    session.browser.open(address)
    session.checked()
    expect("alias[0]" in session.text(), "the shared text is another one")
    return {"length": len(address)}


@check()
def an_example_is_loaded(session):
    session.show("c", programs.CLEAN)
    session.browser.wait("document.querySelectorAll('#examples option').length > 3", "the examples")
    title = session.browser.js("""(() => {
      const menu = document.querySelector('#examples');
      const option = [...menu.querySelectorAll('option')].find((one) => /two_friends|friends/i.test(one.value + one.textContent));
      menu.value = (option ?? menu.querySelectorAll('option')[1]).value;
      menu.dispatchEvent(new Event('change'));
      return menu.selectedOptions[0].textContent; })()""")
    session.checked()
    expect("malloc(4)" not in session.text(), "the example is not there")
    return {"example": title, "examples": session.count("#examples option") - 1}


@check(runs=True)
def run_prints_output(session):
    session.show("c", programs.GREETING)
    session.browser.js("document.querySelector('#stdin').value = 'world\\n'")
    session.browser.click("#run")
    output = session.wait_text("#output", "hello", 90)
    expect("hello <b>world</b>" in output, f"the output is {output}")
    state = session.wait_text("#run-state", "7", 90)
    session.browser.wait("!document.querySelector('#run').disabled", "Run can be pressed again")
    return {"output": output, "exit": state}


def prove(session, language, source, name):
    session.show(language, source)
    session.browser.wait("document.querySelector('#findings > li')", "a finding")
    session.browser.click("#prove")
    session.browser.wait("document.querySelector('#findings .verdict')", "a verdict", 120)
    verdict = session.browser.js("document.querySelector('#findings .verdict').innerText")
    expect("Confirmed" in verdict, f"the verdict is {verdict}")
    session.browser.wait("!document.querySelector('#prove').disabled", "the run is over", 60)
    session.screenshot(name)
    return {"verdict": verdict, "state": session.browser.js("document.querySelector('#run-state').textContent")}


@check(runs=True)
def proves_the_leak(session):
    answer = prove(session, "c", programs.LEAK, "prove-leak")
    # A verdict is about the text that ran.
    session.focus(7)
    session.browser.type(" ")
    session.browser.wait("!document.querySelector('#findings .verdict')", "the verdict goes with the text")
    return answer


@check(runs=True)
def proves_the_double_free(session):
    return prove(session, "c", programs.DOUBLE_FREE, "prove-double-free")


@check(runs=True)
def proves_the_cycle(session):
    return prove(session, "cpp", programs.CYCLE, "prove-cycle")


@check(runs=False)
def says_why_nothing_runs(session):
    session.show("c", programs.LEAK)
    session.browser.click("#run")
    state = session.wait_text("#run-state", "switched off")
    expect(session.count("#findings > li") == 1, "warnings do not work without runs")
    return {"state": state}


@check(embedded=True)
def lives_in_another_page(session):
    """The element in a page of another site: the text in it, and a file that `src` names."""
    pages = {
        "/page.html": f"""<!doctype html><title>course</title>
          <script src="{session.server}/assets/ownscope-playground.js" defer></script>
          <ownscope-playground id="inline" lang="c"><script type="text/plain">
            #include <stdlib.h>
            int main(void) {{
              malloc(4);
            }}
          </script></ownscope-playground>
          <ownscope-playground id="file" src="main.cpp" lang="cpp"></ownscope-playground>""",
        "/main.cpp": programs.MISMATCH,
    }
    with served(pages, session.options.embedder) as site:
        session.browser.look()
        session.browser.open(f"{site}/page.html")
        height = "(id) => document.querySelector(id)?.shadowRoot?.querySelector('iframe')?.offsetHeight ?? 0"
        for name in ["#inline", "#file"]:
            session.browser.wait(f"![0, 560, 562].includes(({height})('{name}'))",
                                 f"{name} takes the height of its page")
        texts = {}
        for frame in session.browser.frames(session.server):
            frame.wait("document.querySelector('#findings > li')", "a finding in the frame")
            texts[frame.js("document.querySelector('[aria-selected=true]').dataset.language")] = frame.js(
                "document.querySelector('#findings').textContent")
            expect(frame.js("getComputedStyle(document.querySelector('header')).display") == "none", "a header in a frame")
        expect("result of malloc is dropped" in texts.get("c", "") and "delete[]" in texts.get("cpp", ""), f"the frames say {texts}")
        session.screenshot("embedded")
    return {"frames": len(texts)}


@contextlib.contextmanager
def served(pages, port):
    """A site of its own on `localhost`, which is another one than 127.0.0.1 to a browser."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            text = pages.get(self.path)
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", "text/html" if self.path.endswith(".html") else "text/plain")
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{port}"
    finally:
        server.shutdown()
        server.server_close()


@check()
def fits_a_phone_and_the_dark(session):
    looks = {"light": {}, "dark": {"scheme": "dark"},
             "phone": {"width": 390, "height": 844, "phone": True},
             "phone-dark": {"width": 390, "height": 844, "phone": True, "scheme": "dark"}}
    for name, look in looks.items():
        for language, source, what in [("c", programs.DOUBLE_FREE, "double-free"), ("cpp", programs.CYCLE, "cycle")]:
            session.show(language, source, **look)
            session.browser.wait("document.querySelector('#findings > li')", "a finding")
            session.browser.js("document.querySelector('#findings .place').click()")
            session.browser.wait("document.querySelector('#timeline svg')", "the timeline")
            session.wait_text("#here", "line")
            time.sleep(0.3)
            wide = session.browser.js("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            expect(wide <= 0, f"{name}: the page is {wide} pixels too wide")
            session.screenshot(f"{name}-{what}")
    session.browser.look()
    return {"looks": list(looks)}


def main():
    parser = argparse.ArgumentParser(description="Uses the playground in a real Chromium.")
    parser.add_argument("server")
    parser.add_argument("--screenshots")
    parser.add_argument("--editor", choices=["codemirror", "textarea"], default="codemirror")
    parser.add_argument("--runs", choices=["yes", "no"], default="yes")
    parser.add_argument("--embedder", type=int)
    parser.add_argument("--only", default="", help="checks whose name has this in it")
    parser.add_argument("--chromium")
    options = parser.parse_args()
    if options.screenshots:
        os.makedirs(options.screenshots, exist_ok=True)
    failed = False
    with Browser(options.chromium) as browser:
        session = Session(browser, options.server.rstrip("/"), options)
        for function, editor, runs, embedded in CHECKS:
            if options.only not in function.__name__ or editor not in (None, options.editor):
                continue
            if embedded and options.embedder is None:
                continue
            if runs is not None and runs != (options.runs == "yes"):
                continue
            begin = time.monotonic()
            try:
                passed, detail = True, function(session)
            except PageError as error:
                passed, detail = False, {"why": str(error)}
                session.screenshot(f"failed-{function.__name__}")
            failed = failed or not passed
            print(json.dumps({"check": function.__name__, "passed": passed,
                              "seconds": round(time.monotonic() - begin, 2), "detail": detail}), flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
