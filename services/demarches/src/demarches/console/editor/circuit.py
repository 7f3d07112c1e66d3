"""The workflow: drawn, and its stages, transitions and timers in tables whose lines are opened, moved, taken away."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.http import By
from chassis.refusals import Fault
from demarches.console.editor.drawing import drawn
from demarches.console.editor.pages import Document, EditorPages, number_in
from demarches.console.fields import Fields, Sent, fields_of
from demarches.domain.definition import Definition
from demarches.domain.dossier import Status
from demarches.domain.editor import flow
from demarches.domain.editor.reading import must_be_readable
from demarches.domain.editor.subjects import Subject, facts, subjects_of
from demarches.domain.permissions import DECIDE, EDIT
from demarches.domain.refusals import LinesInvalid
from demarches.domain.ways import wandering
from demarches.domain.workflow import STATUSES, faults_of
from demarches.queries.words import status_word

AnyRequest = Request[Any, Any, Any]
Pages = NamedDependency[EditorPages]
# As a dossier goes through them.
ORDER = (Status.SUBMITTED, Status.UNDER_EXAMINATION, Status.ACCEPTED, Status.REFUSED, Status.CLOSED)
UNITS = {"days": 1, "weeks": 7}
TIMER_FIELDS = {"": "timer-days", "days": "timer-days"}
LONGEST = 3660


@get("/definitions/{demarche_id:uuid}/workflow", needs=EDIT)
async def workflow(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[str]:
    return await editor.show(request, actor, demarche_id, "workflow", **await flow_facts(editor, demarche_id, actor))


@post("/definitions/{demarche_id:uuid}/workflow", needs=EDIT)
async def change_workflow(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[Any]:
    """One act: `begin`, `drop`, `add-stage`, `add-transition`, `add-timer`; `up`, `down`, `remove` name a part of `among`."""
    fields = await fields_of(request)
    if ("drop" in fields or fields.get("remove")) and "confirm" not in fields and fields.get("among") != "timers":
        work = await editor.work(demarche_id, actor)
        name, among = fields.get("remove", ""), fields.get("among", "")
        members = "stages" if among == "stages" else "transitions"
        label = flow.called(work.content.get("workflow") or {}, members, name, actor.locale) if name else ""
        more = {"act": "drop-flow" if "drop" in fields else among, "name": name, "label": label, "status": 200}
        return await editor.show(request, actor, demarche_id, "confirm", **more)
    facts = await flow_facts(editor, demarche_id, actor)
    return await editor.change(request, actor, demarche_id, "workflow", _act, **facts)


def _act(content: Document, fields: Sent) -> Document:
    if "begin" in fields:
        content["workflow"] = flow.begun()
    elif "drop" in fields:
        content.pop("workflow", None)
    elif "add-stage" in fields:
        _add_stage(content, fields)
    elif "add-transition" in fields:
        _add_transition(content, fields)
    elif "add-timer" in fields:
        _add_timer(content, fields)
    else:
        _arrange(content, fields)
    return content


def _arrange(content: Document, fields: Fields) -> None:
    members = "stages" if fields.get("among") == "stages" else "transitions"
    if name := fields.get("up"):
        flow.move(content, members, name, -1)
    elif name := fields.get("down"):
        flow.move(content, members, name, 1)
    elif name := fields.get("remove"):
        if fields.get("among") == "timers":
            timers = flow.of(content)["timers"]
            flow.of(content)["timers"] = [one for number, one in enumerate(timers) if str(number) != name]
        elif members == "stages":
            flow.remove_stage(content, name)
        else:
            flow.remove_transition(content, name)


def _add_stage(content: Document, fields: Fields) -> None:
    label, status = fields.get("stage-label", "").strip(), fields.get("stage-status", "")
    faults = [] if label else [Fault("/stage-label", "Nommez cette étape.", "missing")]
    if status not in STATUSES:
        faults.append(Fault("/stage-status", "Choisissez l’état de la loi que cette étape précise.", "missing"))
    if faults:
        raise LinesInvalid(faults=faults)
    name = flow.free(content, "stages", label)
    stages = flow.of(content)["stages"]
    # Among those of its status: the first of them is where a dossier comes that got it otherwise.
    after = [place for place, one in enumerate(stages) if ORDER.index(one["status"]) <= ORDER.index(Status(status))]
    stages.insert(after[-1] + 1 if after else 0, {"id": name, "label": label, "status": status})


def _add_transition(content: Document, fields: Fields) -> None:
    label = fields.get("move-label", "").strip()
    source, target = fields.get("move-from", ""), fields.get("move-to", "")
    stages = {one["id"]: one for one in flow.of(content)["stages"]}
    faults = (
        [] if label else [Fault("/move-label", "Nommez ce passage, comme le bouton que l’agent pressera.", "missing")]
    )
    faults += [] if source in stages else [Fault("/move-from", "Choisissez l’étape de départ.", "missing")]
    faults += [] if target in stages else [Fault("/move-to", "Choisissez l’étape d’arrivée.", "missing")]
    if faults:
        raise LinesInvalid(faults=faults)
    made: Document = {
        "id": flow.free(content, "transitions", label),
        "label": label,
        "sources": [source],
        "target": target,
    }
    if stages[target]["status"] not in (Status.SUBMITTED, Status.UNDER_EXAMINATION):
        made["needs"] = DECIDE
    flow.of(content)["transitions"].append(made)
    number = len(flow.of(content)["transitions"]) - 1
    flow.must_hold_together(read(content), "transitions", number, {"sources": "move-from", "target": "move-to"})


def _add_timer(content: Document, fields: Fields) -> None:
    stage, _, transition = fields.get("timer-move", "").partition("/")
    count = number_in(fields, "timer-days") or 0
    days = count * UNITS.get(fields.get("timer-unit", "days"), 1)
    if not transition:
        raise LinesInvalid(faults=[Fault("/timer-move", "Choisissez le passage qui se fera de lui-même.", "missing")])
    if not 0 < days <= LONGEST:
        said = "Écrivez un nombre entier, de 1 jour à 10 ans."
        raise LinesInvalid(faults=[Fault("/timer-days", said, "number")])
    flow.add_timer(content, stage, transition, days)
    number = len(flow.of(content)["timers"]) - 1
    flow.must_hold_together(read(content), "timers", number, {"": "timer-move"})


def read(content: Document) -> Definition:
    return must_be_readable(content)


def guard_subjects(content: Document, locale: str) -> list[Subject]:
    return [*facts(locale), *subjects_of(content, locale)]


async def flow_facts(editor: EditorPages, demarche_id: UUID, actor: By) -> dict[str, Any]:
    work = await editor.work(demarche_id, actor)
    held: Document = work.content.get("workflow") or {}
    definition = read(work.content)
    return {
        "subjects": guard_subjects(work.content, actor.locale),
        "drawing": drawn(held, actor.locale) if held.get("stages") else None,
        "statuses": [(str(status), status_word(status, actor.locale)) for status in ORDER],
        "faults": [*faults_of(definition.workflow, definition.form), *wandering(definition.workflow)]
        if definition.workflow
        else [],
    }


ROUTES = [workflow, change_workflow]
