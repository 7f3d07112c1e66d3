"""One process imports once what all of ours share, then forks each of them: half the memory, half the start.

Linux only: elsewhere, or with PARVIS_FORK=0, each process is started by itself.
"""
