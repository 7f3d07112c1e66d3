"""What the language of forms allows in a property, said beside the field that goes beyond."""

import re
from typing import Any

import msgspec
from msgspec import inspect

from chassis.refusals import Fault
from contracts.forms.form import AnyItem, Step
from demarches.console.editor.pages import Document
from demarches.domain.refusals import LinesInvalid
from demarches.queries.words import translation

_PLACE = re.compile(r"`\$\.?([^`]*)`$")


def must_fit(made: Document, locale: str) -> None:
    """Raises LinesInvalid at the field of the first property that no form can have."""
    model: Any = AnyItem if "kind" in made else Step
    try:
        msgspec.convert(made, model)
    except (msgspec.ValidationError, ValueError) as refused:
        found = _PLACE.search(str(refused))
        name = re.split(r"[.\[]", found[1])[0] if found else ""
        raise LinesInvalid(faults=[Fault(f"/{_field(name)}", _said(made, name, locale), "limits")]) from refused


def _field(name: str) -> str:
    return {"id": "id", "show_if": "show_if", "required": "required-if", "options": "option-0", "rules": "rule-0"}.get(
        name, f"p-{name}" if name else ""
    )


def _said(made: Document, name: str, locale: str) -> str:
    _ = translation(locale)
    kind = _kind(made, name)
    low, high = getattr(kind, "ge", None), getattr(kind, "le", None)
    if low is not None and high is not None:
        return _("Écrivez un nombre de %(low)s à %(high)s.") % {"low": _number(low), "high": _number(high)}
    if low is not None:
        return _("Écrivez un nombre à partir de %(low)s.") % {"low": _number(low)}
    if getattr(kind, "pattern", None):
        return _(
            "Une petite lettre d’abord, puis des petites lettres, des chiffres ou _, sans accent ni espace ; 63 au plus."
        )
    if getattr(kind, "max_length", None):
        return _("%(number)s caractères au plus.") % {"number": _number(kind.max_length)}
    return _("Cette valeur n’est pas possible ici.")


def _kind(made: Document, name: str) -> Any:
    """The property's type, without the absence that it allows."""
    models: list[Any] = (
        list(getattr(inspect.type_info(AnyItem), "types", ())) if "kind" in made else [inspect.type_info(Step)]
    )
    for model in models:
        if "kind" in made and model.tag != made["kind"]:
            continue
        for field in model.fields:
            if field.name == name:
                kinds = getattr(field.type, "types", (field.type,))
                return next((one for one in kinds if not isinstance(one, inspect.NoneType)), None)
    return None


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", "\u202f")
