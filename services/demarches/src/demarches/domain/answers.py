"""Answers of a draft against the form it was made with."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Any, cast

from chassis.clock import PARIS
from chassis.refusals import Fault
from contracts.forms import (
    Context,
    PieceAsked,
    Problem,
    Step,
    flat,
    pieces_asked,
    say,
    validate,
    validate_step,
    visible_steps,
)
from demarches.domain.definition import Definition, is_pieces_step
from demarches.domain.refusals import AnswersInvalid, PiecesMissing, StepMissing


def context_at(moment: datetime) -> Context:
    return Context(today=today_at(moment))


def today_at(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()


def steps_shown(definition: Definition, answers: Mapping[str, Any], at: datetime) -> list[Step]:
    return visible_steps(definition.form, answers, context_at(at))


def must_come_after_valid_steps(definition: Definition, step_id: str, answers: Mapping[str, Any], at: datetime) -> None:
    """No step is taken before those it stands behind: hidden fields cannot jump the queue (ASVS 2.3.1)."""
    for step in steps_shown(definition, answers, at):
        if step.id == step_id:
            return
        if not is_complete(definition, step, answers, at):
            raise StepMissing(f"Complétez d’abord l’étape « {say(step.title)} ».")


def is_complete(definition: Definition, step: Step, answers: Mapping[str, Any], at: datetime) -> bool:
    if is_pieces_step(step):
        return True
    own = {item.id for item in flat(step)}
    mine = {name: value for name, value in answers.items() if name in own}
    return validate_step(definition.form, step.id, mine, context=context_at(at), so_far=answers).ok


def validated_step(
    definition: Definition,
    step_id: str,
    sent: Mapping[str, Any],
    so_far: Mapping[str, Any],
    *,
    at: datetime,
    locale: str,
) -> dict[str, Any]:
    result = validate_step(definition.form, step_id, sent, context=context_at(at), so_far=so_far)
    if not result.ok:
        raise AnswersInvalid(faults=faults_of(result.problems, locale))
    return result.answers


def validated(definition: Definition, answers: Mapping[str, Any], *, at: datetime, locale: str) -> dict[str, Any]:
    """All the answers in their stored form. Raises AnswersInvalid with a pointer to each that cannot be taken."""
    result = validate(definition.form, answers, context_at(at))
    if not result.ok:
        raise AnswersInvalid(faults=faults_of(result.problems, locale))
    return result.answers


def pieces_wanted(definition: Definition, answers: Mapping[str, Any], at: datetime) -> list[PieceAsked]:
    return pieces_asked(definition.form, answers, context_at(at))


def must_have_pieces(
    wanted: list[PieceAsked], joined: AbstractSet[str], refused: AbstractSet[str], locale: str
) -> None:
    """A file still being checked counts; one that was refused does not."""
    missing = [piece for piece in wanted if piece.mandatory and piece.type not in joined]
    if missing:
        raise PiecesMissing(faults=[_lack(piece, piece.type in refused, locale) for piece in missing])


def _lack(piece: PieceAsked, refused: bool, locale: str) -> Fault:
    label = say(piece.label, locale)
    if refused:
        return Fault(f"/pieces/{piece.type}", f"Remplacez le fichier refusé : {label}.", "refused")
    return Fault(f"/pieces/{piece.type}", f"Ajoutez : {label}.", "missing")


def faults_of(problems: tuple[Problem, ...], locale: str) -> list[Fault]:
    return [Fault(p.pointer, say(p.message, locale), p.code) for p in problems]


def applicant_name(definition: Definition, answers: Mapping[str, Any]) -> str:
    """As the form has it: « Camille Rougon »."""
    person: Any = answers.get(definition.applicant.person or "")
    if not isinstance(person, dict):
        return ""
    known = cast(dict[str, str], person)
    return " ".join(known[part] for part in ("given_names", "family_name") if known.get(part))


def applicant_email(definition: Definition, answers: Mapping[str, Any]) -> str | None:
    return answers.get(definition.applicant.email or "")
