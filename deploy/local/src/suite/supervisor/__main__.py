"""The daemon: `python -m suite.supervisor`, started by `parvis up`, ended by SIGTERM."""

import fcntl
import signal
import sys
import threading

from suite.installation import Installation
from suite.parts import parts
from suite.supervisor.supervisor import Supervisor


def main() -> int:
    installation = Installation.chosen()
    state = installation.state.ensure()
    lock = (state.run / "supervisor.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 1
    asked_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_stop.set())
    # The terminal that ran `make up` may close.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    supervisor = Supervisor(
        parts(installation), logs=state.logs, board=state.run / "status.json", port_base=installation.ports.base
    )
    supervisor.start()
    asked_to_stop.wait()
    supervisor.stop()
    (state.run / "status.json").unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
