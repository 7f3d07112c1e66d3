"""`python -m documents.checks.trial`: whether a check could be begun here: a process comes up, and can give up its rights.

It reads no file and none of the libraries: it costs a fiftieth of a second, so that it can be asked every few."""

import os

from documents.checks import sandbox


def main() -> None:
    sandbox.enter()
    os._exit(0)


if __name__ == "__main__":
    main()
