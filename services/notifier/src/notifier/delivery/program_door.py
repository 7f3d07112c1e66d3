"""Who comes with a key: which program it is, and whom it may write to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.queries import Queries
from notifier.commands.programs.keys import OfKey, note_use
from notifier.delivery.facts import Facts
from notifier.domain.programs.api_key import PREFIX, ApiKey, Mode, Scope, digest_of
from notifier.domain.programs.message import To, played_for
from notifier.domain.programs.refusals import KeyNotAccepted, OnlyColleagues
from notifier.queries.programs.keys import KeyLike, key_with
from notifier.storage.work import NotifierWork

# The gateway takes the key out of `Authorization` and says it under this name, which nobody outside may send.
HEADER = "x-parvis-key"
_LONGEST = 200


@dataclass(frozen=True)
class ProgramDoor:
    service: str
    queries: Queries
    commands: Commands[NotifierWork]
    facts: Facts

    async def enter(self, headers: Mapping[str, str], actor: Actor, scope: Scope) -> tuple[ApiKey, Actor]:
        """The key, and the actor who acts by it. The tenant is the host's that was called: a key of another
        organisation opens nothing there. Raises `KeyNotAccepted`, `KeyMayNot`."""
        text = headers.get(HEADER, "")
        own = Actor.of_service(self.service, actor.tenant)
        now = self.commands.now()
        key = None
        if text.startswith(PREFIX) and len(text) <= _LONGEST:
            key = await self.queries.ask(key_with, KeyLike(digest_of(text), now), actor=own)
        if key is None:
            raise KeyNotAccepted
        key.must_allow(scope)
        if key.use_is_news(at=now):
            await self.commands.run(note_use, OfKey(key.id), actor=own)
        # `subject` parts the idempotency keys of one program from another's.
        return key, replace(own, service=f"key:{key.id}", subject=key.id)

    async def must_reach(self, key: ApiKey, to: To, actor: Actor) -> None:
        """Raises `OnlyColleagues`; `Unavailable` while nobody says who they are."""
        if key.wanted.mode is not Mode.TEAM or played_for(key.wanted.mode, to.email) is not None:
            return
        if not await self.facts.is_colleague(to.email, tenant=actor.tenant):
            raise OnlyColleagues
