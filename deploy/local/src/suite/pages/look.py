"""Templates, the shared style and script, and how times and sizes are written."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader

from suite.pages.web import Answer, Handler, NotFound, Request

PARIS = ZoneInfo("Europe/Paris")
HERE = Path(__file__).parent
STATIC = {"style.css": "text/css; charset=utf-8", "live.js": "text/javascript; charset=utf-8"}


def templates(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([folder, HERE / "templates"]), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"clock": clock, "bytes": size, "ms": milliseconds, "exactly": exactly}
    return environment


def page(environment: Environment, name: str, **values: object) -> Answer:
    return Answer(environment.get_template(name).render(**values).encode())


async def _static(request: Request) -> Answer:
    name = request.parameters["name"]
    if name not in STATIC:
        raise NotFound
    return Answer((HERE / name).read_bytes(), type=STATIC[name])


async def _healthy(_: Request) -> Answer:
    return Answer(b'{"status":"ready"}', type="application/json")


ROUTES: list[tuple[str, str, Handler]] = [
    ("GET", "/static/{name}", _static),
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


def size(count: int) -> str:
    return f"{count} o" if count < 1024 else f"{count / 1024:.1f} Ko".replace(".", ",")


def milliseconds(value: float) -> str:
    written = f"{value:.0f} ms" if value >= 100 else f"{value:.2f} ms" if value < 1 else f"{value:.1f} ms"
    return written.replace(".", ",")
