"""The language of these pages: the one chosen here, else the browser's, else French. Words stand in both where they are used."""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlencode

from suite.pages.web import Answer, NotFound, Request

LANGUAGES = {"fr": "Français", "en": "English"}
COOKIE = "parvis_pages"
YEAR = 365 * 24 * 3600


def language_of(request: Request) -> str:
    try:
        chosen = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        chosen = None
    if chosen is not None and chosen.value in LANGUAGES:
        return chosen.value
    for preferred in request.headers.get("accept-language", "").split(","):
        code = preferred.strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return "fr"


def switches(request: Request) -> list[tuple[str, str, str]]:
    """Code, name and address of each other language; the address comes back to this page."""
    back = request.path + ("?" + urlencode(request.query) if request.query else "")
    present = language_of(request)
    return [
        (code, name, f"/language/{code}?{urlencode({'back': back})}")
        for code, name in LANGUAGES.items()
        if code != present
    ]


async def choose(request: Request) -> Answer:
    code, back = request.parameters["code"], request.query.get("back", "/")
    if code not in LANGUAGES:
        raise NotFound
    # Of this tool alone: never to another host, in whatever way it is written.
    inside = back.startswith("/") and not back.startswith("//") and back.isprintable() and "\\" not in back
    cookie = f"{COOKIE}={code}; Path=/; Max-Age={YEAR}; SameSite=Lax; HttpOnly"
    return Answer(b"", 303, headers={"location": quote(back, safe="/?=&%+") if inside else "/", "set-cookie": cookie})
