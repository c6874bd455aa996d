"""How long an editor waits: from an edit to the diagnostics of just that text, beside clangd on the same edits."""

import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import libclang_memory
from editor_files import c_file, cpp_file
from lsp_client import Gone, LanguageClient

EDITS = 100
# Where a reparse takes seconds fewer edits have to do.
LONGEST = 60
# An edit of its own, not one in a burst: somebody looks at what it brought before the next one.
PAUSE = 0.25


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def work_times(trace, path):
    """Parse, lower and analyse of each round, in milliseconds, as the server saw them."""
    text = Path(trace).read_text(encoding="utf-8").strip().rstrip("],\n") + "]"
    events = [event["args"] for event in json.loads(text) if event["ph"] == "e" and event["args"]]
    return {name: [event[name] for event in events if name in event] for name in ("parse", "lower", "analyse")}


def measure(command, root, path, text, trace=None):
    """First diagnostics, edits and hover of one server on one file."""
    start = time.perf_counter()
    client = LanguageClient(command, root)
    try:
        client.begin()
        client.open(path, text)
        first = time.perf_counter() - start
        lines = [number for number, line in enumerate(text.split("\n")) if line.startswith("  ")]
        chosen = random.Random(1)
        edits = []
        begin = time.perf_counter()
        for number in range(EDITS):
            if time.perf_counter() - begin > LONGEST:
                break
            time.sleep(PAUSE)
            line = chosen.choice(lines)
            edits.append(client.edit(path, line, "  \n" if number % 2 else f"  /* {number} */\n"))
        hovers = []
        for _ in range(20):
            _, seconds = client.request("textDocument/hover", {
                "textDocument": {"uri": f"file://{path}"},
                "position": {"line": chosen.choice(lines), "character": 8}})
            hovers.append(seconds)
        memory = client.memory()
    finally:
        client.end()
    result = {"first": first * 1000, "edit": statistics.median(edits) * 1000,
              "p95": percentile(edits, 0.95) * 1000, "hover": percentile(hovers, 0.95) * 1000, "memory": memory}
    if trace:
        for name, values in work_times(trace, path).items():
            result[name] = statistics.median(values[1:]) if len(values) > 1 else 0.0
    return result


def table(ownscope, clangd):
    """The lines of the report."""
    lines = ["| file | server | first ms | edit ms (median) | p95 ms | reparse ms | over the reparse | hover ms | MB "
             "| libclang's MB |",
             "|---|---|---|---|---|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("2,000 lines of C", c_file(2000)), ("1,000 lines of C++", cpp_file(1000))):
            path = str(Path(folder) / ("file.c" if "C++" not in name else "file.cpp"))
            Path(path).write_text(text, encoding="utf-8")
            trace = str(Path(folder) / "trace.json")
            alone = f"{libclang_memory.measure(ownscope, path):.0f}"
            servers = [("ownscope", [ownscope, "lsp", "--trace", trace], trace)]
            if clangd:
                servers.append(("clangd", [clangd, "--log=error", "--background-index=false"], None))
            for server, command, file in servers:
                try:
                    found = measure(command, folder, path, text, file)
                except Gone as problem:
                    lines.append(f"| {name} | {server} | {problem} | | | | | | | |")
                    continue
                reparse = f"{found['parse']:.0f}" if file else ""
                over = f"{found['edit'] - found['parse']:.0f}" if file else ""
                lines.append(
                    f"| {name} | {server} | {found['first']:.0f} | {found['edit']:.0f} | {found['p95']:.0f} "
                    f"| {reparse} | {over} | {found['hover']:.1f} | {found['memory']:.0f} "
                    f"| {alone if file else ''} |")
            Path(path).unlink()
    return lines


if __name__ == "__main__":
    print("\n".join(table(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)))
