"""A démarche at one version: what is asked, of whom, under which rules. Immutable once published."""

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

import msgspec
from msgspec import Struct

from chassis.refusals import Fault
from contracts.forms import Form, Step, Words, flat
from contracts.forms.items import Piece
from demarches.domain.editor.trials import Trial
from demarches.domain.form_faults import faults_of as form_faults
from demarches.domain.form_faults import stray_pieces
from demarches.domain.letters import Letter
from demarches.domain.letters import faults_of as letter_faults
from demarches.domain.refusals import (
    CalendarNotFound,
    DefinitionNotPublishable,
    DemarcheNotOpenYet,
    DemarcheOver,
    NoAppointment,
    StepNotFound,
)
from demarches.domain.rules import ClockRule
from demarches.domain.unfinished import unfinished
from demarches.domain.ways import wandering
from demarches.domain.workflow import Workflow
from demarches.domain.workflow import faults_of as workflow_faults


class Audience(StrEnum):
    EVERYONE = "everyone"
    ACCOUNTS = "accounts"
    """A padlock: only those who have a personal space."""


class Kind(StrEnum):
    """What an entry of the catalogue is (DM-20): all but pages are filled in and sent."""

    DEMARCHE = "demarche"
    ACTIVITY = "activity"
    SURVEY = "survey"
    PAGE = "page"


class Texts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What people read, in plain language; `appeal` goes with a decision that is not in their favour."""

    what_you_get: Words
    for_whom: Words = ""
    cost: Words = ""
    prepare: tuple[Words, ...] = ()
    help: Words = ""
    next: Words = ""
    terms: Words = ""
    appeal: Words = ""


class Applicant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which items of the form say who asks: a person, an e-mail address. `step` is the one of « Mes informations »."""

    step: str
    person: str | None = None
    email: str | None = None


class Appointment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """« Mon rendez-vous »: in one of these calendars, for `units` of its slots one after the other."""

    calendars: tuple[UUID, ...]
    mandatory: bool = True
    units: int = 1


class Definition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`quota` counts the dossiers submitted and not cancelled; `exchanges` opens messages to the applicant.

    `updates_profile`: a change of contact details, which the profile takes when it is accepted (DM-15).
    """

    title: Words
    summary: Words
    form: Form
    department_id: UUID
    clock: ClockRule
    texts: Texts
    applicant: Applicant
    open_to: Audience = Audience.EVERYONE
    quota: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    duration_minutes: int = 5
    exchanges: bool = True
    updates_profile: bool = False
    keywords: tuple[str, ...] = ()
    appointment: Appointment | None = None
    letter: Letter = Letter()
    workflow: Workflow | None = None
    trials: tuple[Trial, ...] = ()

    @property
    def needs_account(self) -> bool:
        return self.open_to is Audience.ACCOUNTS

    def is_open(self, at: datetime) -> bool:
        return is_between(self.opens_at, self.closes_at, at)

    def must_be_open(self, at: datetime) -> None:
        must_be_open_between(self.opens_at, self.closes_at, at)

    def must_take_appointments(self, calendar_id: UUID | None = None) -> Appointment:
        """Raises NoAppointment; CalendarNotFound for a calendar that is not this démarche's."""
        if self.appointment is None:
            raise NoAppointment
        if calendar_id is not None and calendar_id not in self.appointment.calendars:
            raise CalendarNotFound
        return self.appointment

    def step(self, step_id: str) -> Step:
        try:
            return self.form.step(step_id)
        except KeyError as error:
            raise StepNotFound from error

    def must_be_publishable(self) -> None:
        faults = [*form_faults(self.form), *stray_pieces(self.form)]
        faults += unfinished(self.form, {"/summary": self.summary, "/texts/what_you_get": self.texts.what_you_get})
        steps = {step.id: {item.id for item in flat(step)} for step in self.form.steps}
        if self.applicant.step not in steps:
            faults.append(Fault("/applicant/step", "Cette étape n’existe pas.", "unknown"))
        known = set[str]().union(*steps.values())
        for name in ("person", "email"):
            item: str | None = getattr(self.applicant, name)
            if item is not None and item not in known:
                faults.append(Fault(f"/applicant/{name}", "Cette question n’existe pas.", "unknown"))
        if self.appointment is not None and not (self.appointment.calendars and self.appointment.units > 0):
            faults.append(Fault("/appointment", "Choisissez au moins un agenda.", "missing"))
        faults += [*self.clock.faults(), *letter_faults(self.letter)]
        if self.workflow is not None:
            faults += [*workflow_faults(self.workflow, self.form), *wandering(self.workflow)]
        if faults:
            raise DefinitionNotPublishable(faults=faults)


def is_between(opens_at: datetime | None, closes_at: datetime | None, at: datetime) -> bool:
    return not ((opens_at and at < opens_at) or (closes_at and at >= closes_at))


def must_be_open_between(opens_at: datetime | None, closes_at: datetime | None, at: datetime) -> None:
    """Raises DemarcheClosed, by saying which of the two days it is about."""
    if opens_at and at < opens_at:
        raise DemarcheNotOpenYet
    if not is_between(opens_at, closes_at, at):
        raise DemarcheOver


def is_pieces_step(step: Step) -> bool:
    """A step made of pieces alone is shown as « Mes pièces » and holds no answer."""
    return bool(step.items) and all(isinstance(item, Piece) for item in flat(step))


@lru_cache(maxsize=512)
def read_definition(document: str) -> Definition:
    """Published versions never change, so each is decoded once: forms keep compiled expressions by identity."""
    return msgspec.json.decode(document, type=Definition)
