"""What a step asks for the answers given so far, and the mark by which a page knows that this is no longer what it shows."""

import hashlib
from collections.abc import Sequence
from typing import Any

from chassis.clock import PARIS, utc_now
from chassis.pages.questions import Control, Controls
from contracts.forms import Context, Form, drives, visible_steps
from contracts.forms.assessment import assess
from gateway.here import Here
from gateway.portal.demarches import household

Member = dict[str, Any]


class Asking:
    """One step of a draft, asked of whoever is `here`; `family` are those who may be chosen instead of typed."""

    def __init__(self, here: Here, dossier: Any, form: Form, step: str, family: Sequence[Member] = ()) -> None:
        self._here, self._form, self._step, self._family = here, form, step, family
        self._personal = step == dossier["draft"]["applicant_step"]

    @classmethod
    async def of(cls, here: Here, dossier: Any, form: Form, step: str) -> "Asking":
        """The household is asked only where the step has a use for it."""
        family = await household.household_of(here) if household.asks_for_members(form, step) else []
        return cls(here, dossier, form, step, family)

    def joined(self, typed: dict[str, Any]) -> dict[str, Any]:
        return household.joined(self._form, self._step, typed, self._family)

    def questions(self, answers: dict[str, Any]) -> list[Control]:
        rows = {name: len(value) for name, value in answers.items() if isinstance(value, list)}
        return self._controls(answers).of_step(self._step, rows)

    def shown_ids(self, answers: dict[str, Any]) -> list[str]:
        return self._controls(answers).shown_ids(self._step)

    def mark(self, answers: dict[str, Any]) -> str:
        """Another one as soon as the step would be asked otherwise, or other steps follow; empty where its answers decide nothing."""
        if not drives(self._form, self._step):
            return ""
        steps = [one.id for one in visible_steps(self._form, answers, self._context)]
        told = [*steps, *(f"{one.name} {one.mark}" for top in self.questions(answers) for one in top.lineage())]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]

    @property
    def _context(self) -> Context:
        return Context(today=utc_now().astimezone(PARIS).date())

    def _controls(self, answers: dict[str, Any]) -> Controls:
        return Controls(
            self._form,
            assess(self._form, answers, self._context),
            self._here.locale,
            personal=self._personal,
            household=household.options(self._here, self._family),
            addresses=self._here.entrance.addresses.is_there,
        )
