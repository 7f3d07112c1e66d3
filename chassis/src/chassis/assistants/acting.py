"""What a call of a tool does: read at once, or propose; and what a member's confirmation does."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Litestar

from chassis.actor import Actor
from chassis.assistants.calling import Answer, call
from chassis.assistants.proposals import (
    Modify,
    Proposal,
    ProposalStale,
    Propose,
    ReadsOnly,
    Settle,
    Status,
    modify_proposal,
    propose,
    settle_proposal,
)
from chassis.assistants.tools import Operation, Toolbox
from chassis.commands import Commands
from chassis.problems import N_
from chassis.refusals import Fault, Invalid

LONGEST = 100_000
NOT_THIS = N_("Ce champ ne se modifie pas.")
NOTHING = N_("Écrivez quelque chose, ou refusez.")


class TooLong(Invalid):
    """Cette proposition est trop longue."""


class Acting:
    """For one request: `token` is the header that it came with."""

    def __init__(self, app: Litestar, commands: Commands[Any], actor: Actor, token: str) -> None:
        self._app, self._commands, self._actor = app, commands, actor
        self._headers = {"authorization": token, "accept-language": actor.locale}
        self.tools: Toolbox = app.state.toolbox

    async def read(self, operation: Operation, arguments: Mapping[str, Any]) -> Answer:
        return await call(self._app, operation.method, operation.target(arguments), headers=self._headers)

    async def propose(self, operation: Operation, arguments: Mapping[str, Any]) -> Proposal | Answer:
        """The proposal; or the refusal of who would look at what it concerns."""
        operation.must_be_for(self._actor)
        if self._actor.assistant is None or not self._actor.assistant.proposes:
            raise ReadsOnly
        if len(msgspec.json.encode(arguments)) > LONGEST:
            raise TooLong(faults=[Fault("", "100 ko au plus.", "too_long")])
        seen = await self._concerned(operation, arguments)
        if seen.is_refusal:
            return seen
        operation.must_fit(arguments)
        command = Propose(
            tool=operation.name,
            arguments=arguments,
            subject=subject_of(operation, arguments, self._actor),
            named=_at(seen.body, operation.tool.named),
            version=seen.version,
        )
        return await self._commands.run(propose, command, actor=self._actor)

    async def confirm(self, proposal: Proposal, *, seen: int | None) -> Answer:
        """Done as the member, with the rights of this moment, once however often it is confirmed. `seen`: the version
        that the member was told of, after the one that the assistant saw."""
        arguments = proposal.must_be_open(at=self._commands.now())
        operation = self.tools.find(proposal.tool)
        concerned = await self._concerned(operation, arguments)
        if concerned.is_refusal:
            return concerned
        if concerned.version not in (proposal.version, seen):
            raise ProposalStale
        headers = {**self._headers, "idempotency-key": f"proposal-{proposal.id}"}
        if concerned.version is not None:
            headers["if-match"] = f'"{concerned.version}"'
        body = operation.body_of(arguments) if operation.handler.parsed_data_field is not None else None
        target = operation.target(arguments)
        answer = await call(
            self._app, operation.method, target, headers=headers, body=body, confirmed=proposal.assistant
        )
        if not answer.is_refusal:
            command = Settle(proposal_id=proposal.id, status=Status.CONFIRMED)
            await self._commands.run(settle_proposal, command, actor=self._actor.acting_through(proposal.assistant))
        return answer

    async def modify(self, proposal: Proposal, words: Mapping[str, str]) -> None:
        """The member writes over what the assistant proposed; it still waits."""
        arguments = proposal.must_be_open(at=self._commands.now())
        operation = self.tools.find(proposal.tool)
        written = operation.written(arguments)
        if strange := [name for name in words if name not in written]:
            raise Invalid(faults=[Fault(f"/words/{name}", NOT_THIS, "unknown") for name in strange])
        if empty := [name for name, text in words.items() if not text.strip()]:
            raise Invalid(faults=[Fault(f"/words/{name}", NOTHING, "missing") for name in empty])
        changed = {**arguments, **words}
        if len(msgspec.json.encode(changed)) > LONGEST:
            raise TooLong(faults=[Fault("", "100 ko au plus.", "too_long")])
        operation.must_fit(changed)
        await self._commands.run(modify_proposal, Modify(proposal_id=proposal.id, words=words), actor=self._actor)

    async def version_of(self, proposal: Proposal) -> int | None:
        """Of what it concerns, now."""
        operation = self.tools.find(proposal.tool)
        return (await self._concerned(operation, proposal.arguments or {})).version

    async def _concerned(self, operation: Operation, arguments: Mapping[str, Any]) -> Answer:
        if not operation.tool.concerns:
            return Answer(200, None)
        shown = self.tools.find(operation.tool.concerns)
        path = {name: arguments.get(name) for name in shown.in_path}
        return await call(self._app, "GET", shown.target(path), headers=self._headers)


def subject_of(operation: Operation, arguments: Mapping[str, Any], actor: Actor) -> UUID:
    """What the journal's line is about: the first thing that the path names, or the member's account."""
    for name in operation.in_path:
        try:
            return UUID(str(arguments.get(name)))
        except ValueError:
            continue
    assert actor.account is not None
    return actor.account


def _at(body: Any, path: str) -> str:
    for name in path.split(".") if path else ():
        body = body.get(name) if isinstance(body, dict) else None
    return str(body) if body and path else ""
