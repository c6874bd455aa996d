"""A Chromium without a screen, driven through the DevTools protocol over a pipe. Nothing but Python is needed."""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome"]


class PageError(Exception):
    """JavaScript threw, or something did not happen in time."""


class Browser:
    """Starts the browser with one empty page; a context manager that ends it."""

    def __init__(self, program=None):
        program = program or next((path for path in map(shutil.which, NAMES) if path), None)
        if program is None:
            raise PageError("no Chromium is installed")
        self.profile = tempfile.mkdtemp(prefix="ownscope-browser-")
        read_commands, self.commands = os.pipe()
        self.answers, write_answers = os.pipe()
        options = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --hide-scrollbars"
        options += " --disable-background-networking --disable-component-update --remote-debugging-pipe"
        script = f'exec "$0" {options} --user-data-dir="$1" about:blank 3<&{read_commands} 4>&{write_answers}'
        self.process = subprocess.Popen(
            ["sh", "-c", script, program, self.profile], pass_fds=(read_commands, write_answers),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(read_commands)
        os.close(write_answers)
        self.buffer = b""
        self.number = 0
        self.events = []
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.session = None
            self.call("Browser.close", patience=5)
            self.process.wait(10)
        except (PageError, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method, patience=60, **parameters):
        """One command of the protocol, and its answer."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        number, end = self.number, time.monotonic() + patience
        while True:
            answer = self.receive(end)
            if answer.get("id") == number:
                if "error" in answer:
                    raise PageError(f"{method}: {answer['error'].get('message')}")
                return answer["result"]
            self.events.append(answer)

    def receive(self, end):
        while b"\0" not in self.buffer:
            if not select.select([self.answers], [], [], max(0, end - time.monotonic()))[0]:
                raise PageError("the browser does not answer")
            piece = os.read(self.answers, 1 << 20)
            if not piece:
                raise PageError("the browser has ended")
            self.buffer += piece
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    # The page

    def open(self, address):
        """Loads the page afresh, even where only the part behind the # differs."""
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=address)

    def js(self, expression, patience=60):
        """The value of an expression in the page; promises are waited for."""
        answer = self.call(
            "Runtime.evaluate", patience=patience, expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise PageError(details.get("exception", {}).get("description") or details.get("text"))
        return answer["result"].get("value")

    def wait(self, expression, what, patience=30):
        """Until the expression is true; its value, or true for an element."""
        end = time.monotonic() + patience
        expression = f"((value) => value instanceof Node ? true : value)({expression})"
        while True:
            try:
                value = self.js(expression)
            except PageError as error:
                value, last = None, error
            else:
                last = None
            if value:
                return value
            if time.monotonic() > end:
                raise PageError(f"did not happen within {patience} s: {what}" + (f" ({last})" if last else ""))
            time.sleep(0.02)

    def errors(self):
        """What the page complained of since the last call: errors of scripts and of the security policy."""
        found = []
        for event in self.events:
            parameters = event.get("params", {})
            if event.get("method") == "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                found.append(details.get("exception", {}).get("description") or details.get("text"))
            if event.get("method") == "Log.entryAdded" and parameters["entry"]["level"] == "error":
                entry = parameters["entry"]
                found.append(f"{entry['text']} {entry.get('url', '')}")
        self.events = []
        return found

    def requests(self):
        """The addresses that were asked for since the last call of `errors`."""
        return [event["params"]["request"]["url"] for event in self.events
                if event.get("method") == "Network.requestWillBeSent"]

    def frames(self, server):
        """The frames of another site than the page's, each to be asked like a page."""
        session, self.session = self.session, None
        targets = [target for target in self.call("Target.getTargets")["targetInfos"]
                   if target["type"] == "iframe" and target["url"].startswith(server)]
        frames = [Frame(self, self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"])
                  for target in targets]
        self.session = session
        return frames

    # Hands

    def press(self, key, ctrl=False, shift=False, alt=False):
        """A key by its DOM name."""
        modifiers = (1 if alt else 0) + (2 if ctrl else 0) + (8 if shift else 0)
        codes = {"Enter": 13, "Tab": 9, "Escape": 27, "Home": 36, "End": 35, "ArrowDown": 40, "ArrowUp": 38,
                 "ArrowLeft": 37, "ArrowRight": 39, "Backspace": 8, "Delete": 46, " ": 32, "F8": 119, "F9": 120}
        # Signs have no code of their own: theirs would be those of the arrow keys.
        code = codes.get(key) or (ord(key.upper()) if key.isalnum() else 0)
        common = {"key": key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        if len(key) == 1 and key.isalnum():
            common["code"] = f"Key{key.upper()}" if key.isalpha() else f"Digit{key}"
        elif len(key) > 1:
            common["code"] = key
        text = "\r" if key == "Enter" else key if len(key) == 1 else ""
        down = dict(common, text=text) if text and not ctrl else common
        self.call("Input.dispatchKeyEvent", type="keyDown" if text and not ctrl else "rawKeyDown", **down)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text):
        for letter in text:
            self.press("Enter" if letter == "\n" else letter)

    def move(self, x, y):
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def click(self, selector):
        """A real click on the middle of an element, which is scrolled to."""
        place = self.js(f"""(() => {{
          const element = document.querySelector({json.dumps(selector)});
          element.scrollIntoView({{ block: 'center' }});
          const box = element.getBoundingClientRect();
          return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""")
        for kind in ["mousePressed", "mouseReleased"]:
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    # Eyes

    def look(self, width=1280, height=900, scheme="light", phone=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=2 if phone else 1, mobile=phone)
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def screenshot(self, path, full=True):
        answer = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=full)
        with open(path, "wb") as file:
            file.write(base64.b64decode(answer["data"]))


class Frame:
    """A frame of another site inside the page."""

    def __init__(self, browser, session):
        self.browser, self.session = browser, session

    def js(self, expression):
        return self.inside(self.browser.js, expression)

    def wait(self, expression, what):
        return self.inside(self.browser.wait, expression, what)

    def inside(self, function, *arguments):
        session, self.browser.session = self.browser.session, self.session
        try:
            return function(*arguments)
        finally:
            self.browser.session = session
