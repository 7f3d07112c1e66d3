"""Whom the letter does not reach."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from chassis.console import ConsolePages
from chassis.http import Ask, By
from notifier.console import labels
from notifier.queries.letters.coverage import KINDS, letter_coverage

EDIT = "notifier.publications.edit"


@get("/lettres/couverture", needs=EDIT)
async def show(
    request: Request[Any, Any, Any], actor: By, queries: Ask, console: NamedDependency[ConsolePages]
) -> Response[str]:
    coverage = await queries.ask(letter_coverage, None, actor=actor)
    return console.render(request, actor, "letters/coverage.html", labels=labels, coverage=coverage, kinds=KINDS)


ROUTES = [show]
