"""Turns measurements into Markdown tables."""

import statistics


def typical(costs):
    """The run with the median wall time; one that ran out of time speaks for all."""
    for cost in costs:
        if cost.timed_out:
            return cost
    return sorted(costs, key=lambda cost: cost.wall)[(len(costs) - 1) // 2] if costs else None


def seconds(value):
    return f"{value:.2f} s" if value < 100 else f"{value:.0f} s"


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "|".join(["---"] + ["---:"] * (len(header) - 1)) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


class Results:
    """Costs by tool, project and number of jobs, and what ownscope says of its own phases."""

    def __init__(self, tools, projects, jobs, budget):
        self.tools, self.projects, self.jobs, self.budget = tools, projects, jobs, budget
        self.costs = {}
        self.phases = {}
        self.findings = {}
        self.edits = {}

    def add(self, tool, project, jobs, cost):
        self.costs.setdefault((tool, project, jobs), []).append(cost)

    def cost(self, tool, project, jobs):
        return typical(self.costs.get((tool, project, jobs), []))

    def ratio(self, tool, project, value):
        """`value` of a tool as a multiple of the baseline's, on one job; None when either is missing."""
        own, base = self.cost(tool, project, 1), self.cost(self.tools[0].name, project, 1)
        if own is None or base is None or own.timed_out or base.timed_out or value(base) == 0:
            return None
        return value(own) / value(base)

    def markdown(self):
        parts = [self._by_project(), self._by_tool()]
        if self.phases:
            parts += [self._phases(), self._budgets()]
        if self.edits:
            parts.append(self._edits())
        notes = self._notes()
        return "\n\n".join(parts + ([notes] if notes else [])) + "\n"

    def _by_project(self):
        """Wall time on one job, in seconds for the baseline and as multiples of it for the others."""
        rows = []
        for project, files, lines in self.projects:
            row = [project, f"{files}", f"{lines:,}"]
            for tool in self.tools:
                cost = self.cost(tool.name, project, 1)
                if cost is None:
                    row.append("–")
                elif cost.timed_out:
                    row.append(f"> {self.budget:.0f} s")
                elif tool is self.tools[0]:
                    row.append(seconds(cost.wall))
                else:
                    ratio = self.ratio(tool.name, project, lambda c: c.wall)
                    row.append(f"{ratio:.2f} ×" if ratio is not None else seconds(cost.wall))
            rows.append(row)
        return table(["wall time, one job", "files", "lines"] + [tool.name for tool in self.tools], rows)

    def _by_tool(self):
        """Medians over the projects, as multiples of the baseline, and what the second job brings."""
        rows = []
        for tool in self.tools:
            row = [f"{tool.name} {tool.version()}"]
            for value in (lambda c: c.wall, lambda c: c.cpu, lambda c: c.memory):
                row.append(self._median([self.ratio(tool.name, name, value) for name, _, _ in self.projects]))
            peaks = [self.cost(tool.name, name, 1) for name, _, _ in self.projects]
            row.append(f"{max((peak.memory for peak in peaks if peak), default=0) / 1024:.0f} MB")
            for jobs in self.jobs[1:]:
                row.append(self._gain(tool.name, jobs))
            rows.append(row)
        header = ["medians, × the first row", "wall", "CPU", "memory", "peak"]
        return table(header + [f"{jobs} jobs, times faster" for jobs in self.jobs[1:]], rows)

    def _gain(self, tool, jobs):
        """All projects together: small ones have too few files for a second job to matter."""
        pairs = [(self.cost(tool, name, 1), self.cost(tool, name, jobs)) for name, _, _ in self.projects]
        pairs = [(one, many) for one, many in pairs if one and many and not one.timed_out and not many.timed_out]
        many = sum(pair[1].wall for pair in pairs)
        return f"{sum(pair[0].wall for pair in pairs) / many:.2f}" if many else "–"

    @staticmethod
    def _median(values):
        values = [value for value in values if value is not None]
        return f"{statistics.median(values):.2f}" if values else "–"

    def _phases(self):
        rows, ratios = [], []
        for project, _, _ in self.projects:
            runs = self.phases.get(project)
            if not runs:
                continue
            parse, lower, analyse = (statistics.median(run[phase] for run in runs)
                                     for phase in ("parse", "lower", "analyse"))
            shares = statistics.median(run["share"] for run in runs)
            ratios.append((analyse / parse if parse else 0, shares))
            rows.append([project, f"{parse:.0f} ms", f"{lower:.0f} ms", f"{analyse:.0f} ms", f"{ratios[-1][0]:.2f}",
                         f"{shares:.2f}", f"{self.findings.get(project, '–')}"])
        medians = [f"{statistics.median(values):.2f}" for values in zip(*ratios)]
        rows.append(["median", "", "", "", *medians, ""])
        return table(["ownscope, one job, CPU", "parse", "lower", "analyse", "analyse ÷ parse", "in the median file",
                      "findings"], rows)

    def _budgets(self):
        """What the linter promises, and how it stands."""
        name = next(tool.name for tool in self.tools if tool.name.startswith("ownscope"))
        ratios = [self.ratio(name, project, lambda cost: cost.wall) for project, _, _ in self.projects]
        analysis = [statistics.median(run["share"] for run in runs) for runs in self.phases.values()]
        rows = [["lint ÷ compiler, wall, median", "≤ 1.3", self._median(ratios)],
                ["analyse ÷ parse, CPU, median file", "≤ 0.25", self._median(analysis)]]
        rows += [[f"{jobs} jobs, times faster", f"≥ {0.9 * jobs:.1f}", self._gain(name, jobs)]
                 for jobs in self.jobs[1:]]
        return table(["budget", "at", "measured"], rows)

    def _edits(self):
        """What an editor waits for after one edit, beside the first analysis of the program."""
        rows = []
        for project, (first, kinds) in self.edits.items():
            row = [project, f"{first:.0f} ms"]
            for kind in ("top", "repeated"):
                lower, analyse, functions = kinds.get(kind, (0, 0, 0))
                row += [f"{lower:.0f} ms", f"{analyse:.1f} ms", f"{functions}"]
            rows.append(row)
        return table(["edits, medians of five", "first analysis", "line on top: lower", "analyse", "functions",
                      "statement repeated: lower", "analyse", "functions"], rows)

    def _notes(self):
        notes = []
        for (tool, project, jobs), costs in sorted(self.costs.items()):
            failures = max(cost.failures for cost in costs)
            if failures and not any(cost.timed_out for cost in costs):
                notes.append(f"- {tool} did not finish its work on {failures} of {project}'s runs ({jobs} jobs).")
        return "\n".join(notes)
