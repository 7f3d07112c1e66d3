"""The built styles, scripts, icons and fonts, and the organisation's theme."""

from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import theme_css
from chassis.pages.theme import DEFAULT_ACCENT, NotAColour
from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"


def version() -> str:
    """What `?v=` says, so that a browser may keep an asset for ever."""
    noted = STATIC / "version.txt"
    return noted.read_text().strip() if noted.exists() else ""


class NoSuchPage(Refused):
    def __init__(self) -> None:
        super().__init__(404, N_("Cette page n’existe pas, ou n’existe plus."))


@get("/assets/{name:str}", include_in_schema=False)
async def asset(name: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
    path = STATIC / name
    media_type = TYPES.get(path.suffix)
    if media_type is None or path.parent != STATIC or not path.is_file():
        raise NoSuchPage
    headers = {
        "cache-control": FOR_EVER if "v" in request.query_params else FOR_A_WHILE,
        "vary": "accept-encoding",
        "cross-origin-resource-policy": "same-origin",
    }
    accepted = request.headers.get("accept-encoding", "")
    for encoding, suffix in ENCODINGS:
        packed = path.with_name(name + suffix)
        if encoding in accepted and packed.is_file():
            headers["content-encoding"] = encoding
            path = packed
            break
    state = path.stat()
    headers["etag"] = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(path.read_bytes(), headers=headers, media_type=media_type)


# At the root, because a worker serves what lies below its own address; under one name, so that browsers find the next one.
@get("/service-worker.js", include_in_schema=False)
async def service_worker() -> Response[bytes]:
    script = (STATIC / "service-worker.js").read_bytes()
    return Response(script, media_type=TYPES[".js"], headers={"cache-control": "no-cache"})


@get("/theme.css", include_in_schema=False)
async def theme(here: NamedDependency[Here], request: Request[Any, Any, Any]) -> Response[str]:
    try:
        text = theme_css(here.organisation.colour or DEFAULT_ACCENT)
    except NotAColour:
        text = theme_css(DEFAULT_ACCENT)
    # Behind the internal entrance's one host, two agents of two towns may share a browser.
    shared = FOR_A_WHILE if here.entrance.name == "public" else "no-store"
    kept = FOR_EVER if "v" in request.query_params else shared
    return Response(text, media_type=TYPES[".css"], headers={"cache-control": kept})


@get("/favicon.ico", include_in_schema=False)
async def favicon() -> Response[bytes]:
    return Response(
        (STATIC / "favicon.svg").read_bytes(), media_type=TYPES[".svg"], headers={"cache-control": FOR_A_WHILE}
    )


ROUTES = [asset, service_worker, theme, favicon]
