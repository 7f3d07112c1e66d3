"""The gallery served as the gateway would serve it: the built assets beside it, the same content security policy."""

import http.server
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

# The gateway's own (gateway.headers); written again, since the chassis knows no member above it.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'"
)
mimetypes.add_type("font/woff2", ".woff2")


class Handler(http.server.SimpleHTTPRequestHandler):
    """GET serves files; POST remembers what was sent and says it is kept."""

    def __init__(self, *args, static: Path, sent: list[tuple[str, str]], **kwargs) -> None:
        self.static, self.sent = static, sent
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        name = path.split("?")[0]
        if name.startswith("/assets/"):
            return str(self.static / name.removeprefix("/assets/"))
        return super().translate_path(path)

    def end_headers(self) -> None:
        self.send_header("content-security-policy", CONTENT_SECURITY_POLICY)
        self.send_header("cache-control", "no-store")
        super().end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode("utf-8", "replace")
        self.sent.append((self.path, body))
        answer = b'{"name": "livret.pdf", "value": "recu-42"}' if self.path == "/televersement" else b""
        self.send_response(201 if answer else 204)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path, static: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The address of the gallery, and the list of what is sent to it."""
    sent: list[tuple[str, str]] = []
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Handler, directory=str(folder), static=static, sent=sent)
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        server.server_close()
