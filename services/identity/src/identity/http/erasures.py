"""Erasures that a service has not answered, for the operator (ID-26)."""

from litestar import Router, get

from chassis.http import Ask, By
from identity.domain.personal_data import ANSWERS_TAKE
from identity.http.context import Doing
from identity.queries.erasures import WaitingErasure, WaitingErasures, waiting_erasures

MANAGE = "platform.organisations.manage"


@get("/erasures", needs=MANAGE)
async def index(actor: By, queries: Ask, commands: Doing) -> tuple[WaitingErasure, ...]:
    """Those that have waited for a day or more."""
    question = WaitingErasures(commands.now() - ANSWERS_TAKE)
    return await queries.ask(waiting_erasures, question, actor=actor)


router = Router("/", route_handlers=[index])
