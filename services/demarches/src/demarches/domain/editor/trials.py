"""What an author expects of a definition: given answers on a given day, what is asked, refused, and by when one answers."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from msgspec import Struct

from chassis.clock import PARIS
from contracts.forms import Context, Form, Section, Words, check_form, pieces_asked, say, shown_ids, validate
from contracts.forms.items import Piece
from demarches.domain.clock import LegalClock, legal_clock

UNSOUND = "Le formulaire a des erreurs : corrigez-les d’abord, elles sont à « Publication »."


class Trial(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`on`: the day it is sent, wherever the calendar stands today. What is left out is not looked at."""

    name: str
    on: date
    answers: dict[str, Any] = {}
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    pieces: tuple[str, ...] | None = None
    problems: tuple[str, ...] | None = None
    due_on: date | None = None


class Verdict(NamedTuple):
    """`wrong` says, one sentence each, what turned out otherwise; nothing when all is as expected."""

    trial: Trial
    wrong: list[str]


class Outcome(NamedTuple):
    """What becomes of a request sent on one day and looked at on another. `pieces` are mandatory types, `problems` by pointer."""

    shown: frozenset[str]
    pieces: tuple[str, ...]
    problems: Mapping[str, Words]
    clock: LegalClock


def outcome(definition: Any, answers: dict[str, Any], *, on: date, seen_on: date) -> Outcome:
    form, context = definition.form, Context(today=on)
    pieces = tuple(sorted(piece.type for piece in pieces_asked(form, answers, context) if piece.mandatory))
    problems = {p.pointer.strip("/"): p.message for p in validate(form, answers, context).problems}
    received = datetime.combine(on, time(12), PARIS)
    clock = legal_clock(definition.clock, received_at=received, today=seen_on)
    return Outcome(frozenset(shown_ids(form, answers, context)), pieces, problems, clock)


def run(definition: Any, trial: Trial) -> Verdict:
    if check_form(definition.form):
        return Verdict(trial, [UNSOUND])
    found = outcome(definition, trial.answers, on=trial.on, seen_on=trial.on)
    called, wrong = labels(definition.form), list[str]()

    def told(name: str) -> str:
        return called.get(name.split("/")[0], name)

    wrong += [
        f"« {told(name)} » devait être demandé, et ne l’est pas." for name in trial.shown if name not in found.shown
    ]
    wrong += [f"« {told(name)} » ne devait pas être demandé, et l’est." for name in trial.hidden if name in found.shown]
    if trial.pieces is not None:
        asked, wanted = set(found.pieces), set(trial.pieces)
        wrong += [f"La pièce « {told(f'piece:{name}')} » devait être exigée." for name in sorted(wanted - asked)]
        wrong += [
            f"La pièce « {told(f'piece:{name}')} » est exigée, et ne devait pas l’être."
            for name in sorted(asked - wanted)
        ]
    if trial.problems is not None:
        refused, wanted = set(found.problems), set(trial.problems)
        wrong += [f"« {told(name)} » devait être refusé." for name in sorted(wanted - refused)]
        wrong += [f"« {told(name)} » est refusé, et ne devait pas l’être." for name in sorted(refused - wanted)]
    if trial.due_on is not None and found.clock.due_on != trial.due_on:
        due = f"{found.clock.due_on:%d/%m/%Y}" if found.clock.due_on else "–"
        wrong.append(f"L’échéance tombe le {due}, et non le {trial.due_on:%d/%m/%Y}.")
    return Verdict(trial, wrong)


def called(label: str, said: str) -> str:
    """What is said of a question, which most sentences name already."""
    return said if label in said else f"{label} : {said}"


def labels(form: Form) -> dict[str, str]:
    """Of every question, by its name; of every type of piece, by « piece:type »."""
    found: dict[str, str] = {}
    for step in form.steps:
        for item in step.items:
            for one in (item, *(item.items if isinstance(item, Section) else ())):
                found[one.id] = say(one.label) or one.id
                if isinstance(one, Piece):
                    found[f"piece:{one.type}"] = say(one.label) or one.type
    return found
