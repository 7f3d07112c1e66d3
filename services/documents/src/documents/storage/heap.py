"""The heap of a process that files pass through."""

import ctypes

# `mallopt(3)`.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
LARGEST_BLOCK = 4 << 20
KEPT_FREE = 8 << 20


def keep_heap() -> None:
    """Have buffers of up to 4 MiB come from a heap that keeps up to 8 MiB free, instead of being mapped anew each time:
    the kernel clears every page of a new mapping, which takes several times as long as sealing what is written into it.

    Does nothing where the C library has no such setting.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    mallopt(_MMAP_THRESHOLD, LARGEST_BLOCK)
    mallopt(_TRIM_THRESHOLD, KEPT_FREE)
