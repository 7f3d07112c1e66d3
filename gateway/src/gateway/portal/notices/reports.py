"""Where the mail provider tells what became of a mail. It holds no session: the report's own signature is the proof."""

from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency

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


ROUTES = [mailgun]
