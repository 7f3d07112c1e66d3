"""Which pieces a form asks for, for these answers."""

from collections.abc import Mapping
from typing import Any

import msgspec

from contracts.forms.assessment import assess
from contracts.forms.context import Context
from contracts.forms.form import Form
from contracts.forms.items import Piece, When
from contracts.forms.words import Words


class PieceAsked(msgspec.Struct, frozen=True, kw_only=True):
    """`type` is the piece type's code in the documents service; `because` the author's reasons for asking for it."""

    type: str
    label: Words
    mandatory: bool
    item_id: str
    help: Words = ""
    because: tuple[Words, ...] = ()


def pieces_asked(form: Form, answers: Mapping[str, Any], context: Context) -> list[PieceAsked]:
    """In the order of the form."""
    assessment = assess(form, answers, context)
    asked: list[PieceAsked] = []
    for place in assessment.plan.places.values():
        item = place.item
        if isinstance(item, Piece) and place.key in assessment.shown:
            needed = item.required if isinstance(item.required, bool) else assessment.evaluation.holds(item.required)
            conditions = (item.show_if, item.required if needed else None)
            asked.append(
                PieceAsked(
                    type=item.type,
                    label=item.label,
                    mandatory=needed,
                    item_id=item.id,
                    help=item.help,
                    because=tuple(one.because for one in conditions if isinstance(one, When) and one.because),
                )
            )
    return asked
