"""Preset of the multiplexer rass for Ownscope beside another server.

rass asks only the first server for a hover. With this preset all of them are asked, and what they say stands below each
other; the same for highlights, in which Ownscope lights the whole life of an object:

    rass ownscope -- clangd -- ownscope lsp --stdio
"""

from rassumfrassum.frassum import LspLogic

# What all servers that can are asked for, and the capability that says who can.
ASKED_OF_ALL = {
    "textDocument/hover": "hoverProvider",
    "textDocument/documentHighlight": "documentHighlightProvider",
}


def markup(contents):
    """The contents of a hover, which may be text, a marked string or a list of both, as (text, whether Markdown)."""
    if isinstance(contents, list):
        parts = [markup(part) for part in contents]
        return "\n\n".join(text for text, _ in parts if text), any(marked for _, marked in parts)
    if isinstance(contents, str):
        return contents, True
    if "language" in contents:
        return f"```{contents['language']}\n{contents['value']}\n```", True
    return contents.get("value", ""), contents.get("kind") == "markdown"


def one_below_the_other(hovers):
    """One hover of several. Servers that know the client answer in the form that it reads, so forms seldom differ."""
    parts = [markup(hover["contents"]) for hover in hovers]
    marked = any(is_marked for _, is_marked in parts)
    rule = "\n\n---\n\n" if marked else "\n\n"
    text = rule.join(text.strip() for text, _ in parts if text.strip())
    merged = {"contents": {"kind": "markdown" if marked else "plaintext", "value": text}}
    ranges = [hover["range"] for hover in hovers if hover.get("range")]
    if ranges:
        merged["range"] = ranges[0]
    return merged


def without_repeats(lists):
    """All highlights, the first of those that mark the same range."""
    seen = {}
    for highlight in (one for many in lists for one in many):
        start, end = highlight["range"]["start"], highlight["range"]["end"]
        seen.setdefault((start["line"], start["character"], end["line"], end["character"]), highlight)
    return list(seen.values())


class OwnscopeLogic(LspLogic):
    async def on_client_request(self, method, params, servers):
        capability = ASKED_OF_ALL.get(method)
        if capability:
            return [server for server in servers if server.caps.get(capability)]
        return await super().on_client_request(method, params, servers)

    def process_responses(self, method, items):
        if method not in ASKED_OF_ALL or all(item.is_error for item in items):
            return super().process_responses(method, items)
        # Answers come in any order; the servers stand in that of the command line.
        order = list(self.servers.values())
        items = sorted(items, key=lambda item: order.index(item.server))
        payloads = [item.payload for item in items if not item.is_error and item.payload]
        if not payloads:
            return None, False
        if method == "textDocument/hover":
            return one_below_the_other(payloads), False
        return without_repeats(payloads), False


def logic_class():
    return OwnscopeLogic
