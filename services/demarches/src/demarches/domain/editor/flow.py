"""Acts on the workflow of a definition's document: stages, transitions and timers added, moved, taken away."""

import copy
import re
import unicodedata
from typing import Any, Literal, cast

from chassis.refusals import Fault
from contracts.forms import say
from demarches.domain.definition import Definition
from demarches.domain.permissions import DECIDE
from demarches.domain.refusals import LinesInvalid, PartNotFound
from demarches.domain.workflow import faults_of

Document = dict[str, Any]
Part = dict[str, Any]
Members = Literal["stages", "transitions", "timers"]

BEGUN: Document = {
    "stages": [
        {"id": "recue", "label": {"fr": "Reçue", "en": "Received"}, "status": "submitted"},
        {"id": "etude", "label": {"fr": "À l’étude", "en": "Being studied"}, "status": "under_examination"},
        {"id": "acceptee", "label": {"fr": "Acceptée", "en": "Accepted"}, "status": "accepted"},
        {"id": "refusee", "label": {"fr": "Refusée", "en": "Refused"}, "status": "refused"},
    ],
    "transitions": [
        {"id": "etudier", "label": {"fr": "Étudier", "en": "Study"}, "sources": ["recue"], "target": "etude"},
        {"id": "accepter", "label": {"fr": "Accepter", "en": "Accept"}, "sources": ["etude"], "target": "acceptee", "needs": DECIDE},
        {"id": "refuser", "label": {"fr": "Refuser", "en": "Refuse"}, "sources": ["etude"], "target": "refusee", "needs": DECIDE},
    ],
    "timers": [],
}  # fmt: skip


def of(content: Document) -> Document:
    """Its workflow and its own lists, to change in place; one with nothing in it where there is none."""
    if not content.get("workflow"):
        content["workflow"] = {}
    flow = cast(Document, content["workflow"])
    for name in ("stages", "transitions", "timers"):
        flow.setdefault(name, [])
    return flow


def begun() -> Document:
    return copy.deepcopy(BEGUN)


def part(content: Document, members: Members, name: str) -> Part:
    found = next((one for one in of(content)[members] if one["id"] == name), None)
    if found is None:
        raise PartNotFound
    return found


def replace(content: Document, members: Members, name: str, made: Part) -> Document:
    found = of(content)[members]
    found[found.index(part(content, members, name))] = made
    return content


def move(content: Document, members: Members, name: str, by: int) -> Document:
    found = of(content)[members]
    place = found.index(part(content, members, name))
    to = place + by
    if 0 <= to < len(found):
        found[place], found[to] = found[to], found[place]
    return content


def remove_stage(content: Document, name: str) -> Document:
    """With the transitions that lead nowhere else or come from nowhere else, and the timers of both."""
    flow, gone = of(content), part(content, "stages", name)
    flow["stages"].remove(gone)
    for transition in flow["transitions"]:
        transition["sources"] = [source for source in transition["sources"] if source != name]
    flow["transitions"] = [one for one in flow["transitions"] if one["sources"] and one["target"] != name]
    kept = {one["id"] for one in flow["transitions"]}
    flow["timers"] = [one for one in flow["timers"] if one["stage"] != name and one["transition"] in kept]
    return content


def remove_transition(content: Document, name: str) -> Document:
    flow = of(content)
    flow["transitions"].remove(part(content, "transitions", name))
    flow["timers"] = [one for one in flow["timers"] if one["transition"] != name]
    return content


def add_timer(content: Document, stage: str, transition: str, days: int) -> Document:
    of(content)["timers"].append({"stage": stage, "days": days, "transition": transition})
    return content


def free(content: Document, members: Members, label: str) -> str:
    """A name that nobody has to write, made of the words of its label."""
    stem = slug(label) or members.rstrip("s")
    taken = {one["id"] for one in of(content)[members]}
    return next(
        name for number in range(1, 10_000) if (name := stem if number == 1 else f"{stem}_{number}") not in taken
    )


def slug(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label.replace("œ", "oe")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]


def must_hold_together(definition: Definition, members: Members, number: int, fields: dict[str, str]) -> None:
    """Raises LinesInvalid where this part cannot be published, at the field that says it; other parts are not judged.

    `fields` gives the field of each property that is called otherwise on the page; "" stands for the part as a whole.
    """
    if definition.workflow is None:
        return
    before, faults = f"/workflow/{members}/{number}", list[Fault]()
    for fault in faults_of(definition.workflow, definition.form):
        if fault.pointer == before or fault.pointer.startswith(f"{before}/"):
            name = fault.pointer.removeprefix(before).strip("/")
            faults.append(Fault(f"/{fields.get(name, name)}", fault.message, fault.code))
    if faults:
        raise LinesInvalid(faults=faults)


def called(flow: Document, members: Members, name: str, locale: str) -> str:
    return next((say(one["label"], locale) for one in flow.get(members, []) if one["id"] == name), name)
