"""What libclang alone holds for a file that is open in an editor, headers precompiled: `python3 libclang_memory.py LIBRARY FILE`.

Run as a process of its own, which prints megabytes (proportional set size) without the interpreter's share.
"""

import ctypes
import re
import subprocess
import sys
from pathlib import Path

# Of clang-c/Index.h: a precompiled preamble, made at the first parse, going on after fatal errors.
OPTIONS = 0x04 | 0x100 | 0x200


def held():
    with open("/proc/self/smaps_rollup", encoding="utf-8") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024


def library_of(program):
    """The libclang that a program is linked with."""
    lines = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout.splitlines()
    return next(line.split()[2] for line in lines if "libclang" in line)


def measure(program, path):
    """Megabytes, by a process of its own."""
    run = subprocess.run([sys.executable, __file__, library_of(program), path], capture_output=True, text=True,
                         check=True)
    return float(run.stdout)


def main(library_path, path):
    before = held()
    library = ctypes.CDLL(library_path)
    library.clang_createIndex.restype = ctypes.c_void_p
    parse = library.clang_parseTranslationUnit
    parse.restype = ctypes.c_void_p
    parse.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_char_p), ctypes.c_int,
                      ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint]
    reparse = library.clang_reparseTranslationUnit
    reparse.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_void_p, ctypes.c_uint]
    index = library.clang_createIndex(0, 0)
    flags = [b"-std=gnu17"] if path.endswith(".c") else [b"-std=gnu++17"]
    # The library looks for the compiler's own headers beside itself, where Debian does not have them.
    version = re.search(r"libclang-(\d+)", library_path)
    headers = Path(f"/usr/lib/llvm-{version[1]}/lib/clang/{version[1]}") if version else None
    if headers and headers.is_dir():
        flags.append(f"-resource-dir={headers}".encode())
    unit = parse(index, path.encode(), (ctypes.c_char_p * len(flags))(*flags), len(flags), None, 0, OPTIONS)
    if not unit:
        raise SystemExit(f"{path}: libclang does not parse it")
    for _ in range(3):
        reparse(unit, 0, None, OPTIONS)
    print(f"{held() - before:.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
