"""The real projects that are measured: fetched as Debian source packages, prepared, listed file by file."""

import fnmatch
import json
import os
import shutil
import subprocess
import tarfile
from dataclasses import dataclass, field
from pathlib import Path


class CannotPrepare(Exception):
    """A project cannot be had here; the message says why in one sentence."""


@dataclass
class Project:
    name: str
    package: str
    sources: list
    flags: list
    prepare: list = field(default_factory=list)
    exclude: list = field(default_factory=list)
    # Programs that `prepare` runs, beside a shell, a compiler and make.
    commands: list = field(default_factory=list)
    # Projects whose headers it includes; `{name}` in `flags` is their folder.
    needs: list = field(default_factory=list)
    # Where it was unpacked.
    root: Path = None

    def files(self):
        """Source files relative to `root`, in a fixed order."""
        paths = [path for pattern in self.sources for path in self.root.glob(pattern)]
        found = {str(path.relative_to(self.root)) for path in paths}
        return sorted(
            name for name in found
            if not any(fnmatch.fnmatch(os.path.basename(name), pattern) for pattern in self.exclude))

    def lines(self):
        return sum(1 for name in self.files() for _ in open(self.root / name, errors="replace"))


def load_projects(path):
    return [Project(**entry) for entry in json.loads(Path(path).read_text())]


class Corpus:
    """A folder that holds the unpacked projects, and what apt needs to fetch them without being root."""

    def __init__(self, cache, projects):
        self.projects = {project.name: project for project in projects}
        self.cache = Path(cache).resolve()
        self.cache.mkdir(parents=True, exist_ok=True)

    def prepare(self, project):
        """Fetches and configures a project unless that was done before; sets `project.root`."""
        if project.root:
            return
        for name in project.needs:
            self.prepare(self.projects[name])
            folder = os.path.relpath(self.projects[name].root, self.cache / "projects" / project.name / "any")
            project.flags = [flag.replace("{" + name + "}", folder) for flag in project.flags]
        missing = [command for command in project.commands if shutil.which(command) is None]
        if missing:
            raise CannotPrepare(f"{' and '.join(missing)} must be installed to prepare it")
        folder = self.cache / "projects" / project.name
        recipe = json.dumps([project.package, project.prepare])
        done = folder / ".prepared"
        if not done.exists() or done.read_text() != recipe:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            self._unpack(self._fetch(project.package), folder)
            root = self._root(folder)
            for command in project.prepare:
                self._run(["sh", "-c", command], root, f"“{command}” failed")
            done.write_text(recipe)
        project.root = self._root(folder)
        if not project.files():
            raise CannotPrepare("none of its sources were found")
        self._write_compile_commands(project)

    def _root(self, folder):
        inside = [path for path in folder.iterdir() if path.is_dir()]
        return inside[0] if len(inside) == 1 else folder

    def _unpack(self, archive, folder):
        with tarfile.open(archive) as tar:
            if hasattr(tarfile, "data_filter"):
                tar.extractall(folder, filter="data")
            else:
                tar.extractall(folder)

    def _fetch(self, package):
        """Downloads the upstream archive of a source package; returns its path."""
        downloads = self.cache / "archives" / package
        found = self._archives(downloads)
        if not found:
            downloads.mkdir(parents=True, exist_ok=True)
            self._run(
                ["apt-get", *self._apt_options(), "source", "--download-only", package], downloads,
                f"apt-get could not fetch the source package {package}")
            found = self._archives(downloads)
        if not found:
            raise CannotPrepare(f"the source package {package} has no upstream archive")
        return found[0]

    @staticmethod
    def _archives(folder):
        return sorted(path for path in folder.glob("*.orig.tar.*") if not path.name.endswith(".asc"))

    def _apt_options(self):
        """A package list of our own under the cache folder: no root, no change to the system's."""
        apt = self.cache / "apt"
        sources = apt / "sources.list"
        options = [
            "-o", f"Dir::Etc::sourcelist={sources}", "-o", "Dir::Etc::sourceparts=-",
            "-o", f"Dir::State::lists={apt / 'lists'}", "-o", f"Dir::Cache={apt / 'cache'}",
            "-o", "APT::Get::List-Cleanup=0", "-q",
        ]
        if not sources.exists():
            (apt / "lists" / "partial").mkdir(parents=True, exist_ok=True)
            (apt / "cache" / "archives" / "partial").mkdir(parents=True, exist_ok=True)
            sources.write_text(self._source_line())
            try:
                self._run(["apt-get", *options, "update"], self.cache, "apt-get could not read the package lists")
            except CannotPrepare:
                sources.unlink()
                raise
        return options

    @staticmethod
    def _source_line():
        facts = {}
        for line in Path("/etc/os-release").read_text().splitlines():
            key, _, value = line.partition("=")
            facts[key] = value.strip('"')
        codename = facts.get("VERSION_CODENAME", "stable")
        if facts.get("ID") == "ubuntu":
            return f"deb-src http://archive.ubuntu.com/ubuntu {codename} main universe\n"
        keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
        signed = f"[signed-by={keyring}] " if os.path.exists(keyring) else ""
        return f"deb-src {signed}http://deb.debian.org/debian {codename} main\n"

    @staticmethod
    def _run(command, folder, problem):
        try:
            outcome = subprocess.run(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                text=True, errors="replace")
        except FileNotFoundError:
            raise CannotPrepare(f"{command[0]} is not installed")
        if outcome.returncode != 0:
            last = outcome.stdout.strip().splitlines()[-1:] or ["no output"]
            raise CannotPrepare(f"{problem}: {last[0]}")

    @staticmethod
    def _write_compile_commands(project):
        """So that every tool, and a reader, can look at the project with the same flags."""
        entries = [
            {"directory": str(project.root), "file": name, "arguments": ["cc", *project.flags, "-c", name]}
            for name in project.files()
        ]
        (project.root / "compile_commands.json").write_text(json.dumps(entries, indent=1) + "\n")
