#!/usr/bin/env python3
"""Measures `ownscope lint` beside compilers and other analysers on real C projects.

    Benchmarks/run                       fetch, prepare, install the other tools, measure, print tables
    Benchmarks/run prepare               fetch and prepare only
    Benchmarks/run --projects zlib Lua --tools clang ownscope --repeat 5
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # The folder stays as it is in the repository.

import editor
from corpus import CannotPrepare, Corpus, load_projects
from measure import end_with_children, run_all
from report import Results
from tools import find_clangd, find_tools, install_tools

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", nargs="?", choices=["run", "prepare"], default="run")
    parser.add_argument("--projects", nargs="+", metavar="NAME", help="only these (default: all)")
    parser.add_argument("--tools", nargs="+", metavar="NAME",
                        help="only tools whose names begin so (default: all)")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; the median counts (default: 3)")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="numbers of jobs (default: 1 2)")
    parser.add_argument("--timeout", type=float, default=600,
                        help="seconds for one tool on one project (default: 600)")
    parser.add_argument("--cache", help="where projects and tools are kept (default: .build/bench)",
                        default=os.environ.get("OWNSCOPE_BENCH_CACHE", str(ROOT / ".build" / "bench")))
    parser.add_argument("--ownscope", help="the binary to measure (default: .build/release/ownscope)")
    parser.add_argument("--output", help="write the tables to this file, too")
    arguments = parser.parse_args()
    if min(arguments.jobs) < 1 or arguments.repeat < 1:
        parser.error("--jobs and --repeat must be 1 or more")
    arguments.jobs = sorted(set(arguments.jobs) | {1})
    return arguments


def prepared_projects(arguments):
    projects = load_projects(HERE / "projects.json")
    corpus, ready = Corpus(arguments.cache, projects), []
    if arguments.projects:
        wanted = {name.lower() for name in arguments.projects}
        unknown = wanted - {project.name.lower() for project in projects}
        if unknown:
            sys.exit(f"bench: no project is called {', '.join(sorted(unknown))}; "
                     f"there are {', '.join(project.name for project in projects)}")
        projects = [project for project in projects if project.name.lower() in wanted]
    for project in projects:
        try:
            corpus.prepare(project)
            ready.append(project)
        except CannotPrepare as problem:
            say(f"{project.name} is left out: {problem}")
    return ready


def phases(text):
    """The line that `--timings` writes: `timings: parse 1.0 ms, lower 2.0 ms, analyse 3.0 ms; median file: analyse
    0.20 of parse`."""
    line = re.search(r"timings: (.*)$", text, re.MULTILINE)
    parts = re.findall(r"(\w+) ([\d.]+) ms", line.group(1)) if line else []
    found = {name: float(milliseconds) for name, milliseconds in parts}
    share = re.search(r"median file: analyse ([\d.]+) of parse", line.group(1)) if line else None
    found["share"] = float(share.group(1)) if share else 0.0
    return found if {"parse", "lower", "analyse"} <= found.keys() else None


def edits(tool, project):
    """What `ownscope edits` measures: milliseconds of the first analysis, and by kind of edit those to lower the file
    and to analyse the program again, with the functions that were followed for it."""
    done = subprocess.run(
        [tool.program, "edits", "--count", "5", *map(str, project.files()), "--", *project.flags], cwd=project.root,
        capture_output=True, text=True, errors="replace")
    first = re.search(r"first analysis ([\d.]+) ms", done.stdout)
    kinds = {kind: (float(lower), float(analyse), int(functions)) for kind, lower, analyse, functions in re.findall(
        r"edits: (\w+): lower ([\d.]+) ms, analyse ([\d.]+) ms, at most [\d.]+ ms, (\d+) functions", done.stdout)}
    return (float(first.group(1)), kinds) if first and kinds else None


def findings(cache, project):
    """How many findings the report of the last run lists."""
    try:
        return len(json.loads((Path(cache) / "reports" / f"{project.name}.json").read_text())["findings"])
    except (OSError, ValueError, KeyError, TypeError):
        return "–"


def measure(arguments, tools, projects):
    """Tool after tool in every round, so that a change in the machine's mood meets all of them."""
    results = Results(
        tools, [(project.name, len(project.files()), project.lines()) for project in projects], arguments.jobs,
        arguments.timeout)
    for project in projects:
        hopeless = set()
        for round in range(arguments.repeat):
            for tool in tools:
                for jobs in arguments.jobs:
                    if (tool.name, jobs) in hopeless:
                        continue
                    say(f"{project.name}: {tool.name}, {jobs} job{'s' if jobs > 1 else ''}, run {round + 1}")
                    cost, text = run_all(
                        tool.commands(project, jobs), project.root, 1 if tool.takes_many else jobs,
                        arguments.timeout, tool.good_statuses)
                    results.add(tool.name, project.name, jobs, cost)
                    if cost.wall > 30:
                        hopeless.add((tool.name, jobs))  # One run of that length says enough.
                    if tool.name.startswith("ownscope") and jobs == 1 and phases(text):
                        results.phases.setdefault(project.name, []).append(phases(text))
                        results.findings[project.name] = findings(arguments.cache, project)
        for tool in tools:
            if tool.name.startswith("ownscope"):
                say(f"{project.name}: edits")
                if cost := edits(tool, project):
                    results.edits[project.name] = cost
    return results


def main():
    arguments = parse_arguments()
    projects = prepared_projects(arguments)
    if not projects:
        sys.exit("bench: there is no project to measure")
    if arguments.action == "prepare":
        for project in projects:
            print(f"{project.name}\t{project.root}\t{len(project.files())} files\t{project.lines()} lines")
        return
    wanted = arguments.tools or []
    if not wanted or any(name.startswith(("cppcheck", "clang-tidy")) for name in wanted):
        install_tools(arguments.cache)
    tools = find_tools(ROOT, arguments.cache, arguments.ownscope)
    if wanted:
        tools = [tool for tool in tools if any(tool.name.startswith(name) for name in wanted)]
    if not any(tool.name.startswith("ownscope") for tool in tools):
        say("ownscope itself is not measured: build it with “swift build -c release” or name it with --ownscope")
    if not tools:
        sys.exit("bench: none of the tools is installed")

    end_with_children()
    results = measure(arguments, tools, projects)
    text = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores\n\n" + results.markdown()
    own = next((tool.program for tool in tools if tool.name.startswith("ownscope")), None)
    if own:
        say("the language server, beside clangd")
        text += "\n\n## Editing\n\n" + "\n".join(editor.table(own, find_clangd(arguments.cache))) + "\n"
    print(text)
    if arguments.output:
        Path(arguments.output).write_text(text)


if __name__ == "__main__":
    main()
