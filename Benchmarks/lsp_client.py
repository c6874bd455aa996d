"""A language client for measurements: starts a server, speaks with it, and says when what arrived."""

import json
import os
import queue
import subprocess
import threading
import time


class Gone(Exception):
    pass


class LanguageClient:
    def __init__(self, command, root):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, cwd=root)
        self.inbox, self.number, self.root = queue.Queue(), 0, root
        self.version = {}
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        stream = self.process.stdout
        while True:
            length = None
            while line := stream.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if length is None:
                self.inbox.put((time.perf_counter(), None))
                return
            self.inbox.put((time.perf_counter(), json.loads(stream.read(length))))

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method, parameters):
        self._send({"method": method, "params": parameters})

    def wait(self, wanted, seconds=120):
        """The first message that `wanted` agrees to, and when it came."""
        end = time.perf_counter() + seconds
        while True:
            try:
                when, message = self.inbox.get(timeout=max(end - time.perf_counter(), 0.001))
            except queue.Empty:
                raise Gone("no answer in time") from None
            if message is None:
                raise Gone("the server has ended")
            if "id" in message and "method" in message:
                self._send({"id": message["id"], "result": None})
            elif wanted(message):
                return when, message

    def request(self, method, parameters):
        """The answer, and the seconds it took."""
        self.number += 1
        number, start = self.number, time.perf_counter()
        self._send({"id": number, "method": method, "params": parameters})
        when, message = self.wait(lambda m: m.get("id") == number and "method" not in m)
        return message.get("result"), when - start

    def begin(self):
        self.request("initialize", {
            "processId": os.getpid(), "rootUri": f"file://{self.root}",
            "capabilities": {"textDocument": {
                "publishDiagnostics": {"relatedInformation": True, "versionSupport": True},
                "hover": {"contentFormat": ["markdown"]}}}})
        self.notify("initialized", {})

    def open(self, path, text):
        """Seconds to the diagnostics of the document."""
        self.version[path] = 1
        start = time.perf_counter()
        language = "c" if path.endswith(".c") else "cpp"
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": f"file://{path}", "languageId": language, "version": 1, "text": text}})
        return self._published(path)[0] - start

    def edit(self, path, line, text):
        """Inserts text at a line's beginning; seconds to the diagnostics of just this version."""
        self.version[path] += 1
        place = {"line": line, "character": 0}
        start = time.perf_counter()
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": f"file://{path}", "version": self.version[path]},
            "contentChanges": [{"range": {"start": place, "end": place}, "text": text}]})
        return self._published(path)[0] - start

    def _published(self, path):
        return self.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics"
                         and m["params"]["uri"] == f"file://{path}"
                         and m["params"].get("version") == self.version[path])

    def memory(self):
        """Proportional set size of the server and its children, in MB."""
        def of(process):
            try:
                with open(f"/proc/{process}/smaps_rollup", encoding="utf-8") as file:
                    return sum(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024
            except OSError:
                return 0.0
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True,
                                  check=False).stdout.split()
        return of(self.process.pid) + sum(of(child) for child in children)

    def end(self):
        try:
            self.request("shutdown", None)
            self.notify("exit", None)
            self.process.wait(10)
        except (Gone, OSError, subprocess.TimeoutExpired):
            self.process.kill()
