"""What an author expects of a definition: given answers on a given day, what is asked, refused, and by when one answers."""

from datetime import date, datetime, time
from typing import Any, NamedTuple

from msgspec import Struct

from chassis.clock import PARIS
from contracts.forms import Context, pieces_asked, shown_ids, validate
from demarches.domain.clock import legal_clock


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


def run(definition: Any, trial: Trial) -> Verdict:
    form, context, wrong = definition.form, Context(today=trial.on), list[str]()
    shown = shown_ids(form, trial.answers, context)
    wrong += [f"« {name} » devait être demandé, et ne l'est pas." for name in trial.shown if name not in shown]
    wrong += [f"« {name} » ne devait pas être demandé, et l'est." for name in trial.hidden if name in shown]
    if trial.pieces is not None:
        asked = {piece.type for piece in pieces_asked(form, trial.answers, context) if piece.mandatory}
        wrong += [f"La pièce « {name} » devait être exigée." for name in sorted(set(trial.pieces) - asked)]
        wrong += [
            f"La pièce « {name} » est exigée, et ne devait pas l'être." for name in sorted(asked - set(trial.pieces))
        ]
    if trial.problems is not None:
        found = {problem.pointer.strip("/") for problem in validate(form, trial.answers, context).problems}
        wrong += [f"« {name} » devait être refusé." for name in sorted(set(trial.problems) - found)]
        wrong += [f"« {name} » est refusé, et ne devait pas l'être." for name in sorted(found - set(trial.problems))]
    if trial.due_on is not None:
        received = datetime.combine(trial.on, time(12), PARIS)
        due = legal_clock(definition.clock, received_at=received, today=trial.on).due_on
        if due != trial.due_on:
            wrong.append(f"L'échéance tombe le {due or '–'}, et non le {trial.due_on}.")
    return Verdict(trial, wrong)
