"""`python -m suite.traces <file> <port> <folder of logs>`."""

import asyncio
import sys
from pathlib import Path

from suite.pages.live import Live
from suite.pages.serve import serve
from suite.traces.app import create_app
from suite.traces.store import Traces


async def main(path: Path, port: int, logs: Path) -> None:
    traces = Traces(path)
    await serve(create_app(traces, Live(), logs), port)
    traces.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
