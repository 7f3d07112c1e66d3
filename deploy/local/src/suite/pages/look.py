"""Templates, the shared style and script, and how times and sizes are written."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader

from suite.pages.languages import LANGUAGES, choose, language_of, switches
from suite.pages.web import Answer, Handler, NotFound, Request

PARIS = ZoneInfo("Europe/Paris")
HERE = Path(__file__).parent
STATIC = {"style.css": "text/css; charset=utf-8", "live.js": "text/javascript; charset=utf-8"}


def templates(folder: Path) -> dict[str, Environment]:
    """One environment per language, where `say("mot", "word")` is the word of it."""
    return {language: _environment(folder, language) for language in LANGUAGES}


def page(environments: dict[str, Environment], request: Request, name: str, **values: object) -> Answer:
    template = environments[language_of(request)].get_template(name)
    return Answer(template.render(languages=switches(request), **values).encode())


def _environment(folder: Path, language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([folder, HERE / "templates"]), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {"language": language, "say": french if language == "fr" else english}
    written: dict[str, Callable[..., str]] = {
        "bytes": partial(size, language=language),
        "ms": partial(milliseconds, language=language),
    }
    environment.filters |= {"clock": clock, "exactly": exactly, **written}
    return environment


def french(words: str, _: str) -> str:
    return words


def english(_: str, words: str) -> str:
    return words


async def _static(request: Request) -> Answer:
    name = request.parameters["name"]
    if name not in STATIC:
        raise NotFound
    return Answer((HERE / name).read_bytes(), type=STATIC[name])


async def _healthy(_: Request) -> Answer:
    return Answer(b'{"status":"ready"}', type="application/json")


ROUTES: list[tuple[str, str, Handler]] = [
    ("GET", "/static/{name}", _static),
    ("GET", "/language/{code}", choose),
    ("GET", "/health/ready", _healthy),
    ("GET", "/health/live", _healthy),
]


def clock(seconds: float) -> str:
    """A moment, in the time that the consoles show: today's by the hour, others by the day."""
    moment = datetime.fromtimestamp(seconds, PARIS)
    today = moment.date() == datetime.now(PARIS).date()
    return moment.strftime("%H:%M:%S" if today else "%d/%m/%Y %H:%M")


def exactly(told: str) -> str:
    """A moment as logs write it, to the millisecond, in the same time."""
    return datetime.fromisoformat(told).astimezone(PARIS).strftime("%H:%M:%S.%f")[:-3]


def size(count: int, *, language: str = "fr") -> str:
    if language == "en":
        return f"{count} B" if count < 1024 else f"{count / 1024:.1f} kB"
    return f"{count} o" if count < 1024 else f"{count / 1024:.1f} Ko".replace(".", ",")


def milliseconds(value: float, *, language: str = "fr") -> str:
    written = f"{value:.0f} ms" if value >= 100 else f"{value:.2f} ms" if value < 1 else f"{value:.1f} ms"
    return written if language == "en" else written.replace(".", ",")
