"""The mailbox's pages and its JSON."""

import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from suite.mailbox.reading import headers_of, html_of, pieces_of, text_of, trace_of
from suite.mailbox.store import Line, Mails, parse
from suite.mailbox.streets import search
from suite.pages.live import Live
from suite.pages.look import ROUTES, page, templates
from suite.pages.web import Answer, App, NotFound, Request, as_json, text

# The mail's own page: no script, no request to anywhere, links may open tabs.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src 'self' data:; base-uri 'self'; frame-ancestors 'self'"
)
SHOWN = ("html", "text", "source", "headers")


def create_app(mails: Mails, live: Live) -> App:
    pages = Pages(mails)
    return App(
        [
            *ROUTES,
            ("GET", "/live", live.stream),
            ("GET", "/", pages.index),
            ("GET", "/messages/{id}", pages.show),
            ("GET", "/messages/{id}/html", pages.html),
            ("GET", "/messages/{id}/source", pages.source),
            ("GET", "/messages/{id}/pieces/{number}", pages.piece),
            ("POST", "/clear", pages.clear),
            ("GET", "/api/messages", pages.api_list),
            ("GET", "/api/messages/{id}", pages.api_show),
            ("DELETE", "/api/messages", pages.api_clear),
            ("GET", "/geocodage/search/", search),
        ]
    )


class Pages:
    def __init__(self, mails: Mails) -> None:
        self._mails = mails
        self._templates = templates(Path(__file__).parent / "templates")
        self._traces_url = os.environ.get("PARVIS_TRACES_URL", "")

    async def index(self, request: Request) -> Answer:
        to = request.query.get("to", "")
        before = int(request.query["before"]) if request.query.get("before", "").isdigit() else None
        found = self._mails.lines(to=to, limit=51, before=before)
        return page(
            self._templates,
            request,
            "list.html",
            tool="Mails",
            to=to,
            mails=found[:50],
            more=found[49].id if len(found) > 50 else None,
            total=self._mails.count(),
        )

    async def show(self, request: Request) -> Answer:
        line, raw = self._found(request)
        message = parse(raw)
        available = [name for name in SHOWN if name != "html" or message.get_body(("html",))]
        asked = request.query.get("show", "")
        trace = trace_of(message)
        return page(
            self._templates,
            request,
            "show.html",
            tool="Mails",
            mail=line,
            shown=asked if asked in available else available[0],
            available=available,
            text=text_of(message),
            source=raw.decode("utf-8", "replace"),
            headers=headers_of(message),
            pieces=pieces_of(message),
            trace=f"{self._traces_url}/traces/{trace}" if trace and self._traces_url else None,
        )

    async def html(self, request: Request) -> Answer:
        line, raw = self._found(request)
        html = html_of(parse(raw), pieces_at=f"/messages/{line.id}/pieces")
        return Answer(html.encode(), headers={"content-security-policy": MAIL_POLICY})

    async def source(self, request: Request) -> Answer:
        line, raw = self._found(request)
        headers = {"content-disposition": f'attachment; filename="{line.id}.eml"'}
        return Answer(raw, type="message/rfc822", headers=headers)

    async def piece(self, request: Request) -> Answer:
        _, raw = self._found(request)
        for piece in pieces_of(parse(raw)):
            if str(piece.number) == request.parameters["number"]:
                shown = "inline" if piece.type.startswith("image/") and piece.type != "image/svg+xml" else "attachment"
                headers = {"content-disposition": f"{shown}; filename*=UTF-8''{quote(piece.name)}"}
                return Answer(piece.content, type=piece.type, headers=headers)
        raise NotFound

    async def clear(self, request: Request) -> Answer:
        if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return text("Cross-site.", status=403)
        self._mails.clear()
        return Answer(b"", 303, headers={"location": "/"})

    async def api_list(self, request: Request) -> Answer:
        """Newest first: those of one address whole, or the lines of all."""
        limit = min(int(request.query.get("limit", "50")), 1000)
        if to := request.query.get("to", ""):
            found = [self._mails.get(line.id) for line in self._mails.to(to, limit=limit)]
            return as_json([_whole(*one) for one in found if one])
        return as_json([_described(line) for line in self._mails.lines(limit=limit)])

    async def api_show(self, request: Request) -> Answer:
        return as_json(_whole(*self._found(request)))

    async def api_clear(self, _: Request) -> Answer:
        self._mails.clear()
        return Answer(b"", 204)

    def _found(self, request: Request) -> tuple[Line, bytes]:
        identifier = request.parameters["id"]
        found = self._mails.get(int(identifier)) if identifier.isdigit() else None
        if found is None:
            raise NotFound
        return found


def _described(line: Line) -> dict[str, object]:
    described = asdict(line)
    described["received_at"] = datetime.fromtimestamp(line.received_at, UTC).isoformat()
    described["from"] = described.pop("sender")
    described["to"] = described.pop("recipients")
    return described


def _whole(line: Line, raw: bytes) -> dict[str, object]:
    message = parse(raw)
    pieces = [
        {"number": piece.number, "name": piece.name, "type": piece.type, "size": len(piece.content)}
        for piece in pieces_of(message)
    ]
    return {
        **_described(line),
        "text": text_of(message),
        "html": html_of(message, pieces_at=f"/messages/{line.id}/pieces"),
        "headers": headers_of(message),
        "pieces": pieces,
        "trace_id": trace_of(message),
    }
