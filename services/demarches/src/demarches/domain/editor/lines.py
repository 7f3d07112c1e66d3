"""A workflow and options as lines that people type: one stage, one transition, one option a line."""

from typing import Any, cast

from chassis.refusals import Fault
from contracts.forms import say
from demarches.domain.refusals import LinesInvalid

STATUSES = {
    "reçue": "submitted",
    "en instruction": "under_examination",
    "acceptée": "accepted",
    "refusée": "refused",
    "classée": "closed",
}
WORDS = {status: word for word, status in STATUSES.items()}
NEEDS = {"instruire": "demarches.dossiers.instruct", "décider": "demarches.dossiers.decide"}
NEED_WORDS = {name: word for word, name in NEEDS.items()}


def options_from(text: str) -> list[dict[str, Any]]:
    """« valeur | Libellé | Label in English »."""
    found: list[dict[str, Any]] = []
    for cells in _cells(text):
        label: Any = cells[1] if len(cells) > 1 and cells[1] else cells[0]
        if len(cells) > 2 and cells[2]:
            label = {"fr": label, "en": cells[2]}
        found.append({"value": cells[0], "label": label})
    return found


def options_text(options: list[dict[str, Any]]) -> str:
    return "\n".join(" | ".join(_said(option["value"], option.get("label", ""))) for option in options)


def workflow_from(stages: str, transitions: str, timers: str, before: dict[str, Any]) -> dict[str, Any] | None:
    """What lines do not say of a part that was there (a message, words asked for) is kept. Nothing at all: no workflow."""
    known = {one["id"]: one for name in ("stages", "transitions") for one in before.get(name, [])}
    made: dict[str, Any] = {"stages": [], "transitions": [], "timers": []}
    for number, cells in enumerate(_cells(stages), 1):
        if len(cells) < 3 or cells[2].lower() not in STATUSES:
            raise _wrong("stages", number, f"« nom | Libellé | état », l'état parmi : {', '.join(STATUSES)}.")
        stage = {**known.get(cells[0], {}), "id": cells[0], "label": cells[1], "status": STATUSES[cells[2].lower()]}
        made["stages"].append(_with(stage, sentence=cells[3] if len(cells) > 3 else ""))
    for number, cells in enumerate(_cells(transitions), 1):
        if len(cells) < 4 or (len(cells) > 4 and cells[4] and cells[4].lower() not in NEEDS):
            raise _wrong(
                "transitions", number, "« nom | Libellé | de, de | vers | instruire ou décider | condition | raison »."
            )
        given = [*cells, "", "", ""]
        sources = [source.strip() for source in cells[2].split(",") if source.strip()]
        transition = {
            **known.get(cells[0], {}),
            "id": cells[0],
            "label": cells[1],
            "sources": sources,
            "target": cells[3],
        }
        needs = NEEDS.get(given[4].lower(), NEEDS["instruire"])
        made["transitions"].append(_with(transition, needs=needs, guard=given[5], because=given[6]))
    for number, cells in enumerate(_cells(timers), 1):
        if len(cells) != 3 or not cells[1].isdecimal():
            raise _wrong("timers", number, "« étape | nombre de jours | passage ».")
        made["timers"].append({"stage": cells[0], "days": int(cells[1]), "transition": cells[2]})
    return made if made["stages"] else None


def workflow_texts(workflow: dict[str, Any] | None) -> dict[str, str]:
    flow: dict[str, Any] = workflow or {}
    stages: list[list[str]] = [
        [one["id"], say(one["label"]), str(WORDS.get(one["status"], one["status"])), say(one.get("sentence", ""))]
        for one in flow.get("stages", [])
    ]
    transitions: list[list[str]] = [
        [
            one["id"],
            say(one["label"]),
            ", ".join(one["sources"]),
            one["target"],
            NEED_WORDS.get(one.get("needs", NEEDS["instruire"]), "instruire"),
            one.get("guard", ""),
            say(one.get("because", "")),
        ]
        for one in flow.get("transitions", [])
    ]
    timers: list[list[str]] = [[one["stage"], str(one["days"]), one["transition"]] for one in flow.get("timers", [])]
    return {"stages": _lines(stages), "transitions": _lines(transitions), "timers": _lines(timers)}


def _cells(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.strip()]
    return [[cell.strip() for cell in line.replace("||", "\x00").split("|")] for line in lines]


def _lines(rows: list[list[str]]) -> str:
    return "\n".join(" | ".join(cell.replace("\n", " ") for cell in row).rstrip(" |") for row in rows)


def _said(value: str, label: Any) -> list[str]:
    if isinstance(label, dict):
        words = cast(dict[str, str], label)
        return [value, say(words), say(words, "en")]
    return [value, str(label)]


def _with(part: dict[str, Any], **texts: str) -> dict[str, Any]:
    for name, text in texts.items():
        if text:
            part[name] = text.replace("\x00", "||")
        else:
            part.pop(name, None)
    return part


def _wrong(field: str, number: int, wanted: str) -> LinesInvalid:
    return LinesInvalid(faults=[Fault(f"/{field}", f"Ligne {number} : écrivez {wanted}", "line")])
