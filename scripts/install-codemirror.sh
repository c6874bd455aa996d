#!/bin/sh
# Puts CodeMirror 6 into a folder, from the wheel of a Python package that carries it built, by name, version and hash:
# nothing of it is kept in this repository. Without it the playground's page has a plain text field.
#
# usage: install-codemirror.sh FOLDER
set -eu

package=nicegui==3.18.0
hash=sha256:a2bd51642312d98aab6d8b641245d796ff1b89da5829777170bcc488140c3dcd
folder=${1:?usage: install-codemirror.sh FOLDER}

if [ "$(cat "$folder/version" 2>/dev/null)" = "$package $hash" ]; then exit 0; fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
echo "$package --hash=$hash" >"$scratch/requirements"
if ! python3 -m pip download -q --disable-pip-version-check --no-deps --require-hashes -r "$scratch/requirements" \
  -d "$scratch/wheel"; then
  echo "$0: CodeMirror could not be fetched; the playground's page will have a plain text field" >&2
  exit 0
fi

python3 - "$scratch/wheel" "$folder" <<'END'
"""Extracts the entry module, and what it and the grammar of C++ import in turn."""
import pathlib, re, shutil, sys, zipfile

wheel, folder = next(pathlib.Path(sys.argv[1]).glob("*.whl")), pathlib.Path(sys.argv[2])
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)
with zipfile.ZipFile(wheel) as archive:
    root = "nicegui/elements/codemirror/dist/"
    texts = {name[len(root):]: archive.read(name).decode() for name in archive.namelist()
             if name.startswith(root) and name.endswith(".js")}
    # Modules that are imported when their language is asked for: by the description of C++ in the core.
    grammars = re.findall(r'name:"C\+\+".{0,300}?import\("\./([^"]+)"\)', "".join(texts.values()), re.S)
    wanted, done = ["index.js"] + grammars, set()
    while wanted:
        name = wanted.pop()
        if name in done or name not in texts:
            continue
        done.add(name)
        (folder / name).write_text(texts[name])
        wanted += re.findall(r'(?:from|import)\s*"\./([^"]+)"', texts[name])
    for name in archive.namelist():
        if name.endswith("/LICENSE"):
            (folder / "LICENSE.nicegui").write_bytes(archive.read(name))
    (folder / "NOTICES").write_text(
        "CodeMirror and Lezer: Copyright (C) 2018-2026 by Marijn Haverbeke and others, MIT license,\n"
        "https://codemirror.net, https://lezer.codemirror.net. Themes: @uiw/codemirror-themes, MIT license.\n")
END
echo "$package $hash" >"$folder/version"
