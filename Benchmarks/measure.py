"""Runs commands and says what they cost: wall time, processor time, peak resident memory."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass


@dataclass
class Cost:
    """Seconds, and kibibytes of the largest process."""
    wall: float = 0.0
    cpu: float = 0.0
    memory: int = 0
    timed_out: bool = False
    # How many commands ended with an exit status their tool does not use for "done".
    failures: int = 0


@dataclass
class Outcome:
    cpu: float
    memory: int
    status: int
    timed_out: bool
    errors: str


# Process groups that are running now.
_groups = set()


def end_with_children():
    """Makes an interrupted measurement take the tools it started with it."""
    def stop(number, _):
        for group in list(_groups):
            try:
                os.killpg(group, signal.SIGKILL)
            except ProcessLookupError:
                pass
        sys.stderr.flush()
        os._exit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


def run(command, folder, seconds):
    """Runs one command to its end, or ends it when its time is over."""
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        start_new_session=True)
    _groups.add(process.pid)
    over = threading.Event()

    def stop():
        over.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(max(seconds, 0.001), stop)
    timer.start()
    try:
        errors = process.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        # wait4 has taken the status away; without this Popen would look for it again.
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        timer.cancel()
        _groups.discard(process.pid)
        process.stderr.close()
    return Outcome(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, process.returncode, over.is_set(), errors)


def run_all(commands, folder, jobs, seconds, good_statuses):
    """Runs commands, `jobs` at a time, all of them within `seconds`. Returns their cost and what they said."""
    cost, texts = Cost(), []
    start = time.perf_counter()
    deadline = start + seconds

    def one(command):
        return run(command, folder, deadline - time.perf_counter())

    with ThreadPoolExecutor(max_workers=jobs) as pool:
        for outcome in pool.map(one, commands):
            cost.cpu += outcome.cpu
            cost.memory = max(cost.memory, outcome.memory)
            cost.timed_out |= outcome.timed_out
            cost.failures += outcome.status not in good_statuses
            texts.append(outcome.errors)
    cost.wall = time.perf_counter() - start
    return cost, "".join(texts)
