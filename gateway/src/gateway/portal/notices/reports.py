"""Where the mail provider tells what became of a mail. It holds no session: the report's own signature is the proof."""

from typing import Any
from urllib.parse import quote

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_


@post("/rapports-d-envoi/mailgun", include_in_schema=False, status_code=204, checks_origin_itself=True)
async def mailgun(request: Request[Any, Any, Any], here: NamedDependency[Here]) -> Response[None]:
    try:
        report = msgspec.json.decode(await request.body())
    except msgspec.DecodeError as error:
        raise Refused(400, N_("Ce rapport ne se lit pas.")) from error
    await here.api("notifier").post("/v1/reports/mailgun", report)
    return Response(None, status_code=204)


@post("/rapports-d-envoi/sms/{word:str}", include_in_schema=False, status_code=204, checks_origin_itself=True)
async def sms(request: Request[Any, Any, Any], here: NamedDependency[Here], word: FromPath[str]) -> Response[None]:
    """The word in the address is the proof: the provider alone was told it."""
    try:
        report = msgspec.json.decode(await request.body())
    except msgspec.DecodeError as error:
        raise Refused(400, N_("Ce rapport ne se lit pas.")) from error
    await here.api("notifier").post(f"/v1/reports/sms/{quote(word, safe='')}", report)
    return Response(None, status_code=204)


ROUTES = [mailgun, sms]
