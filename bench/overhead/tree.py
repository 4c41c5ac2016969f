"""Runs a command, and tells what it and all of its descendants used.

Usage: python3 tree.py REPORT COMMAND [ARGUMENT ...]

The kernel adds a process's use to its parent's account when the parent waits for it, but a process
whose parent has ended becomes a child of the nearest "subreaper", or of init, and is lost to the
account. So this program makes itself the subreaper, and waits until no descendant is left.
REPORT is a file that gets one JSON object. The exit code is the command's.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
# Seconds in which the rest of the tree ends after the command has.
GRACE = 20


def children():
    """The ids of this process's children."""
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                # The name of the program before it may hold blanks and brackets.
                parent = int(file.read().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == os.getpid():
            yield int(name)


def end_rest(_number, _frame):
    """Ends what is left. Its own children become ours, and are ended after a second."""
    for pid in children():
        os.kill(pid, signal.SIGKILL)
    signal.alarm(1)


def main(report, command):
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    signal.signal(signal.SIGALRM, end_rest)
    # Of the one that this process was before it became Python: a wrapper that chose a version.
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    child = os.posix_spawnp(command[0], command, os.environ)
    code, wall = None, None
    while True:
        try:
            pid, status = os.wait()
        except ChildProcessError:
            break
        if pid == child:
            code, wall = os.waitstatus_to_exitcode(status), time.monotonic() - started
            signal.alarm(GRACE)
    signal.alarm(0)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    rest = time.monotonic() - started - wall
    processor = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    with open(report, "w", encoding="utf-8") as file:
        json.dump({"wall": wall, "processor": processor, "rest": rest}, file)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
