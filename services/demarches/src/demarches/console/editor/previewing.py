"""Questions as whoever answers sees them, asked or not: for a form that may still be wrong in every other way."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from chassis.pages.questions import Control, Controls
from contracts.forms import Context, FormFault, Section, Table, flat, read_form
from contracts.forms.assessment import assess
from demarches.domain.editor import parts

# What decides, checks or works out; the rest is what is seen.
DECIDING = ("show_if", "rules", "min", "max")


def controls_of(content: Mapping[str, Any], locale: str, today: date) -> dict[str, Control]:
    """By the question's name; none of a form in which two questions have the same."""
    try:
        form = read_form(_without_conditions(content))
        seen = assess(form, {}, Context(today=today))
    except FormFault:
        return {}
    controls = Controls(form, seen, locale)
    rows = {item.id: 1 for step in form.steps for item in flat(step) if isinstance(item, Table)}
    tops = [one for step in form.steps for one in controls.of_step(step.id, rows)]
    sections = {item.id for step in form.steps for item in step.items if isinstance(item, Section)}
    inside = [inner for one in tops if one.name in sections for inner in one.inside]
    return {one.name: one for one in [*tops, *inside]}


def _without_conditions(content: Mapping[str, Any]) -> dict[str, Any]:
    plain = json.loads(json.dumps(content))
    plain["form"].pop("eligibility", None)
    for step in plain["form"]["steps"]:
        step.pop("show_if", None)
    for items in parts.lists_of(plain):
        for item in items:
            for name in DECIDING:
                item.pop(name, None)
            if not isinstance(item.get("required"), bool):
                item.pop("required", None)
            for option in item.get("options", []):
                option.pop("show_if", None)
            if "expression" in item:
                item["expression"] = "1"
    return plain["form"]
