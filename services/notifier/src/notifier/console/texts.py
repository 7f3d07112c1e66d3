"""What SMS cost: by month, as networks count them and as the provider bills them."""

from litestar import Response, get
from litestar.di import NamedDependency

from chassis.http import Ask, By
from chassis.settings import Settings
from notifier.console.doors import AnyRequest, Console
from notifier.queries.texting.texts import texts_by_month

READ = "notifier.messages.read"


@get("/sms", needs=READ)
async def months(
    request: AnyRequest, actor: By, queries: Ask, console: Console, settings: NamedDependency[Settings]
) -> Response[str]:
    found = await queries.ask(texts_by_month, None, actor=actor)
    return console.render(request, actor, "texts/months.html", months=found, is_on=bool(settings.sms_url))


ROUTES = [months]
