"""`python -m suite.cluster.sentinel`: while the leader answers, note whether its follower has everything; when it has not
answered for a while, end it for good and let the follower lead.

Promotion loses nothing that was acknowledged: a commit waits for the follower's disk, and a follower is promoted only if it
has been seen in step since it started.
"""

import asyncio
import os
import signal
import sys

from suite.cluster.parts import pair_of
from suite.cluster.sentinel.watching import Sentinel
from suite.installation import Installation


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    installation = Installation.chosen()
    asyncio.run(Sentinel(pair_of(installation), run=installation.state.run).watch())
    return 0


if __name__ == "__main__":
    sys.exit(main())
