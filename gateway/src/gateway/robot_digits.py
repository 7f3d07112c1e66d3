"""Six digits to read or to hear, on the forms that anybody may send (ID-15)."""

from typing import Any
from urllib.parse import quote

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from gateway.api import Refused
from gateway.forms import FormFields
from gateway.here import Here

# Where a refusal points when a page that was sent and accepted is sent again with another answer to its check.
SENT_BEFORE = "Idempotency-Key"
CHECKS = ("proof", "challenge", "code")


async def challenge_of(here: Here, service: str) -> str:
    """A new one each time; none while nobody can draw any."""
    try:
        return str((await here.api(service).get("/v1/robot-codes"))["challenge"])
    except Refused:
        return ""


def checks_in(fields: FormFields) -> dict[str, str]:
    """What the form says of the check, whichever way it was passed."""
    return {name: fields.one(name) for name in CHECKS}


def is_asked_by(refused: Refused) -> bool:
    """The form has to be sent again, with the check."""
    return refused.type == "/problems/robot-check-needed" or bool({"proof", "code"} & refused.by_field.keys())


@get("/connexion/controle", include_in_schema=False)
async def calculation(here: NamedDependency[Here]) -> Response[Any]:
    """The question that the browser's script answers by itself, at both entrances."""
    return Response(await here.api("identity").get("/v1/challenge"), media_type="application/json")


@get("/connexion/controle/{challenge:str}/{what:str}", include_in_schema=False)
async def digits(
    here: NamedDependency[Here], challenge: FromPath[str], what: FromPath[str], langue: FromQuery[str] = "fr"
) -> Response[bytes]:
    """The picture or the sound. The agents' entrance has no public API to fetch them from."""
    wanted = "sound" if what == "sound" else "picture"
    path = f"/v1/robot-codes/{quote(challenge, safe='')}/{wanted}"
    async with here.api("identity").stream("GET", path, params={"langue": langue}) as answer:
        return Response(await answer.read(), media_type=answer.content_type)


ROUTES = [calculation, digits]
