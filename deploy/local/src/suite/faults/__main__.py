"""`python -m suite.faults <port> <secret file> <run folder>`: a door on loopback, for the command line and the internal page.

GET  /faults                      what there is, what goes on, for how long
POST /faults/<name>  {"seconds"}  begin, or go on longer
DELETE /faults/<name>             end now
"""

import hmac
import json
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from suite.faults.exercises import FAULTS, USUAL_SECONDS, Exercises
from suite.part import HOST


def handler_of(exercises: Exercises, secret: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/health/ready":
                self._answer(200, {"status": "ready"})
            elif self._admitted():
                self._answer(200, {"faults": exercises.status()})

        def do_POST(self) -> None:
            if self._admitted() and (name := self._named()):
                length = min(int(self.headers.get("content-length") or 0), 4096)
                told = json.loads(self.rfile.read(length) or b"{}")
                exercises.begin(name, float(told.get("seconds") or USUAL_SECONDS))
                self._answer(200, {"faults": exercises.status()})

        def do_DELETE(self) -> None:
            if self._admitted() and (name := self._named()):
                exercises.end(name)
                self._answer(200, {"faults": exercises.status()})

        def _named(self) -> str | None:
            name = self.path.rpartition("/")[2]
            if name in FAULTS:
                return name
            self._answer(404, {"title": "There is no such fault."})
            return None

        def _admitted(self) -> bool:
            """A page in a browser of this machine could knock here: it does not know the secret."""
            if hmac.compare_digest(self.headers.get("authorization", ""), f"Bearer {secret}"):
                return True
            self._answer(401, {"title": "Say the secret."})
            return False

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            encoded = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(encoded)))
            self.end_headers()
            self.wfile.write(encoded)

        def log_message(self, format: str, *args: Any) -> None:
            return

    return Handler


def main() -> int:
    port, secret, run = int(sys.argv[1]), Path(sys.argv[2]).read_text().strip(), Path(sys.argv[3])
    exercises = Exercises(run)
    exercises.heal()
    server = ThreadingHTTPServer((HOST, port), handler_of(exercises, secret))
    for number in (signal.SIGTERM, signal.SIGINT):
        # In a thread: shutting down waits for the loop that this handler interrupts.
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    try:
        server.serve_forever()
    finally:
        exercises.end_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
