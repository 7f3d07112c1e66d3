"""What a page needs to ask the questions of a draft."""

from datetime import datetime
from typing import Any

import msgspec

from contracts.forms import Words, eligibility, say
from contracts.forms.items import When
from demarches.domain.answers import context_at, is_complete, pieces_wanted, steps_shown
from demarches.domain.definition import Definition, is_pieces_step
from demarches.domain.dossier import Dossier
from demarches.queries.demarche import AskedPiece
from demarches.queries.dossier import views


def draft_view(dossier: Dossier, definition: Definition, locale: str, at: datetime, *, full: bool) -> views.DraftView:
    answers: dict[str, Any] = dossier.answers
    return views.DraftView(
        form=msgspec.to_builtins(definition.form),
        answers=answers,
        steps=[
            views.StepView(
                id=step.id,
                title=say(step.title, locale),
                help=_joined(locale, step.help, step.show_if.because if isinstance(step.show_if, When) else ""),
                pieces=is_pieces_step(step),
                complete=is_complete(definition, step, answers, at),
            )
            for step in steps_shown(definition, answers, at)
        ],
        pieces_wanted=[
            AskedPiece(
                type=p.type,
                label=say(p.label, locale),
                mandatory=p.mandatory,
                help=_joined(locale, p.help, *p.because),
            )
            for p in pieces_wanted(definition, answers, at)
        ],
        applicant_step=definition.applicant.step,
        quota_reached=full,
        needs_account=definition.needs_account,
        terms=say(definition.texts.terms, locale),
        eligibility=[one.text for one in eligibility(definition.form, answers, context_at(at), locale) if one.holds],
    )


def _joined(locale: str, *words: Words) -> str:
    return " ".join(said for said in (say(one, locale) for one in words) if said)
