"""One act on many dossiers: each runs by itself, leaves its own record, and may be refused by itself."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency

from chassis.commands import Commands, Handler
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.refusals import Refusal
from demarches.commands.desk.assign_dossier import AssignDossier, assign_dossier
from demarches.commands.desk.forward_dossier import ForwardDossier, forward_dossier
from demarches.commands.exchanges.post_message import PostMessage, post_message
from demarches.commands.exchanges.write_note import WriteNote, write_note
from demarches.commands.instruction.take_dossier import TakeDossier, take_dossier
from demarches.console.acting import N_
from demarches.console.address import QueueAddress
from demarches.console.fields import Sent, sent_of, uuid_in
from demarches.console.queue import QueuePages
from demarches.domain.policies import INSTRUCT
from demarches.queries.desk.references import references_of
from demarches.queries.words import plurals, translation
from demarches.storage.unit_of_work import DemarchesWork

MOST = 250
NOBODY_CHOSEN = N_("Cochez d’abord les demandes concernées.")
NOTHING_CHOSEN = N_("Choisissez ce qu’il faut faire, et l’agent ou le service concerné.")
# What an act needs beside the dossiers; without it nothing is tried, and everything chosen is shown again.
ALSO = {
    "assign": ("agent", N_("Choisissez l’agent à qui les confier.")),
    "forward": ("service", N_("Choisissez le service à qui les transmettre.")),
    "note": ("text", N_("Écrivez la note.")),
    "message": ("text", N_("Écrivez le message.")),
}


class Act(NamedTuple):
    handler: Handler[Any, DemarchesWork, Any]
    make: Callable[[UUID], Any]


class Outcome(NamedTuple):
    """`refused` is why it was not done; empty when it was."""

    dossier_id: UUID
    reference: str
    refused: str = ""


def act_of(fields: Sent) -> Act:
    def one(field: str) -> str:
        return fields.get(field, "")

    acts: dict[str, Act] = {
        "take": Act(take_dossier, lambda d: TakeDossier(d)),
        "assign": Act(assign_dossier, lambda d: AssignDossier(dossier_id=d, examiner=uuid_in(one("agent")))),
        "release": Act(assign_dossier, lambda d: AssignDossier(dossier_id=d, examiner=None)),
        "forward": Act(forward_dossier, lambda d: ForwardDossier(dossier_id=d, department_id=uuid_in(one("service")))),
        "note": Act(write_note, lambda d: WriteNote(d, one("text"))),
        "message": Act(post_message, lambda d: PostMessage(d, one("text"))),
    }
    return acts[one("act")]


def missing(fields: Sent, chosen: list[UUID]) -> dict[str, str]:
    """By field, what the agent has not said yet."""
    act = fields.get("act", "")
    if not chosen:
        return {"dossier": NOBODY_CHOSEN}
    if act not in ("take", "release", *ALSO):
        return {"act": NOTHING_CHOSEN}
    field, said = ALSO.get(act, ("", ""))
    told = fields.get(field, "").strip()
    return {} if not field or (told if field == "text" else uuid_in(told)) else {"act": said}


@post("/bulk", needs=INSTRUCT)
async def bulk(
    request: Request[Any, Any, Any],
    actor: By,
    commands: NamedDependency[Commands[DemarchesWork]],
    console: NamedDependency[ConsolePages],
    queues: NamedDependency[QueuePages],
    queries: Ask,
) -> Response[Any]:
    fields, _ = await sent_of(request), translation(actor.locale)
    query = QueueAddress(fields.get("query", "")).query
    back = f"/demarches/?{query}"
    chosen = list(dict.fromkeys(filter(None, map(uuid_in, fields.many("dossier")))))[:MOST]
    if errors := missing(fields, chosen):
        return await queues.show(request, actor, query, FormState(fields.again(), errors))
    act = act_of(fields)
    known = await queries.ask(references_of, chosen, actor=actor)
    outcomes: list[Outcome] = []
    for dossier_id in chosen:
        reference = known.get(dossier_id, "–")
        try:
            await commands.run(act.handler, act.make(dossier_id), actor=actor)
            outcomes.append(Outcome(dossier_id, reference))
        except Refusal as refusal:
            outcomes.append(Outcome(dossier_id, reference, _(refusal.title)))
    if all(not outcome.refused for outcome in outcomes):
        ngettext, number = plurals(actor.locale), len(outcomes)
        said = ngettext("C’est fait pour la demande cochée.", "C’est fait pour les %(num)s demandes cochées.", number)
        said %= {"num": number}
        return console.redirect(back, flash=said)
    return console.render(
        request, actor, "demarches/bulk.html", outcomes=outcomes, back=back, text=fields.get("text", "")
    )


ROUTES = [bulk]
