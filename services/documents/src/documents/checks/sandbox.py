"""Give up every right that the checks do not need. Called once everything is imported, before the file is read."""

import ctypes
import os
import resource
import signal

MEMORY = 1_500_000_000
CPU_SECONDS = 30
OPEN_FILES = 16
NOBODY = 65534
THREADS = 512
"""For HEIC alone: its decoder cannot work without a thread of its own, and the limit counts those of a whole user."""

_CLONE_NEWUSER, _CLONE_NEWNET = 0x1000_0000, 0x4000_0000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38


def enter(*, tasks: int = 0) -> None:
    """No network where the kernel lets us say so, nobody's rights, no file written, no new process, an end to memory and
    time. What cannot be given up (another kernel, a stricter container) is left: the limits always hold.

    `tasks`: how many processes and threads its user may have. None for whatever can do without."""
    libc = ctypes.CDLL(None, use_errno=True)
    is_root = os.getuid() == 0
    libc.unshare(_CLONE_NEWNET if is_root else _CLONE_NEWUSER | _CLONE_NEWNET)
    if is_root:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NPROC, tasks)
    _limit(resource.RLIMIT_CORE, 0)


def _limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))
