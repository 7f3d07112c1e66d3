"""What the routes of this console have in common: what they are given, and a button that asks for one command."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import By
from chassis.refusals import Conflict
from notifier.console.fields import words
from notifier.storage.work import NotifierWork

Console = NamedDependency[ConsolePages]
Change = NamedDependency[Commands[NotifierWork]]
AnyRequest = Request[Any, Any, Any]


class Pressed:
    """A button that somebody pressed: runs what it asks for, and leads to a page that says what came of it."""

    def __init__(
        self, actor: Actor, commands: Commands[NotifierWork], console: ConsolePages, said: Callable[[str], str]
    ) -> None:
        self._actor, self._commands, self._console, self._said = actor, commands, console, said

    async def run(self, handler: Any, command: Any, *, done: str, then: str, refused: str = "") -> Response[Any]:
        """`then`: where it leads; `refused`: where a refusal is said, if that is another page."""
        try:
            await self._commands.run(handler, command, actor=self._actor)
        except Conflict as refusal:
            return self.back(refused or then, refusal.title)
        return self.done(then, done)

    def done(self, to: str, what: str) -> Response[Any]:
        return self._console.redirect(to, flash=self._said(what))

    def back(self, to: str, why: str) -> Response[Any]:
        return self._console.redirect(to, flash=self._said(why), kind="warning")


async def pressed(request: AnyRequest, actor: By, commands: Change, console: Console) -> Pressed:
    return Pressed(actor, commands, console, words(console, request, actor))


Button = NamedDependency[Pressed]
