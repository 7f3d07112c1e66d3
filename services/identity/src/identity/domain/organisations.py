"""An organisation and its guichet."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec

from chassis.refusals import Conflict, Fault, Forbidden, NotFound
from contracts.identity import (
    AssistantRuleChanged,
    GuichetActivated,
    GuichetChanged,
    GuichetDeactivated,
    OrganisationActivated,
    OrganisationClosed,
    OrganisationResumed,
    OrganisationSuspended,
    SecondFactorRuleChanged,
    SubscriptionChanged,
)
from identity.domain.accessibility_statements import AccessibilityStatement, statement_faults
from identity.domain.persons import has_control_characters
from identity.domain.standing import (
    AlreadySuspended,
    ClosedForGood,
    NotSuspended,
    OperatorStays,
    OrganisationStatus,
    Standing,
)
from identity.domain.subscriptions import Subscription


class OrganisationNotFound(NotFound):
    """Cette organisation n’existe pas."""


class NothingToPublish(Conflict):
    """Rien n’attend d’être publié."""


class RegistrationClosed(Forbidden):
    """Les espaces personnels se créent sur le site de votre commune."""


class UsefulLink(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    label: str
    url: str


class OpeningHours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line, as the organisation words it: « Lundi », « 8 h 30 – 12 h »."""

    day: str
    hours: str


class DataProtection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who answers for personal data: the controller, and the data protection officer where there is one."""

    controller: str = ""
    officer_name: str = ""
    officer_email: str = ""
    officer_phone: str = ""


class Guichet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the organisation says of itself on its portal."""

    name: str
    title: str = ""
    colour: str = "#1f5f8b"
    phone: str = ""
    email: str = ""
    address: str = ""
    opening_hours: tuple[OpeningHours, ...] = ()
    links: tuple[UsefulLink, ...] = ()
    rgpd: DataProtection = DataProtection()
    accessibility: AccessibilityStatement = AccessibilityStatement()


class Registers(msgspec.Struct, frozen=True, kw_only=True):
    """What it is in public registers. `access_key` recognises a second access request for it; `official_email` is the
    mailbox that the public directory names, never one that somebody typed."""

    insee_code: str = ""
    siren: str = ""
    postal_code: str = ""
    customer_number: str = ""
    official_email: str = ""
    access_key: str | None = None


@dataclass
class Organisation:
    id: UUID
    slug: str
    kind: str
    guichet: Guichet
    # Saved and not published yet.
    draft: Guichet | None = None
    status: OrganisationStatus = OrganisationStatus.ACTIVE
    # Why it is suspended or closed, and since when.
    standing: Standing = field(default_factory=Standing)
    guichet_active: bool = False
    is_support_portal: bool = False
    logo: str = ""
    banner: str = ""
    registers: Registers = field(default_factory=Registers)
    second_factor_from: datetime | None = None
    assistants_allowed: bool = True
    subscription: Subscription = field(default_factory=Subscription)
    # The key of the template that the guichet was made from last; empty for one that was made by hand.
    template: str = ""
    version: int = field(default=0)

    def found(self) -> OrganisationActivated:
        return OrganisationActivated(organisation_id=self.id)

    def suspend(self, reason: str, *, at: datetime) -> OrganisationSuspended:
        """Nobody signs in there until it is resumed. The operator's own is the root of everything and stays."""
        if self.is_support_portal:
            raise OperatorStays
        self._must_not_be_closed()
        if self.status is OrganisationStatus.SUSPENDED:
            raise AlreadySuspended
        self.status, self.standing = OrganisationStatus.SUSPENDED, Standing(reason=reason, since=at)
        return OrganisationSuspended(organisation_id=self.id)

    def resume(self) -> OrganisationResumed:
        self._must_not_be_closed()
        if self.status is not OrganisationStatus.SUSPENDED:
            raise NotSuspended
        self.status, self.standing = OrganisationStatus.ACTIVE, Standing()
        return OrganisationResumed(organisation_id=self.id)

    def close(self, reason: str, *, at: datetime) -> OrganisationClosed:
        """For good. Its address is never another's; in public registers it is free to ask for its access anew."""
        self._must_not_be_closed()
        if self.status is not OrganisationStatus.SUSPENDED:
            raise NotSuspended
        self.status, self.standing = OrganisationStatus.CLOSED, Standing(reason=reason, since=at)
        self.guichet_active = False
        self.registers = msgspec.structs.replace(self.registers, access_key=None)
        return OrganisationClosed(organisation_id=self.id)

    def _must_not_be_closed(self) -> None:
        if self.status is OrganisationStatus.CLOSED:
            raise ClosedForGood

    def ask_second_factor(self, since: datetime | None) -> SecondFactorRuleChanged:
        """Of its members, from then on; None: no longer."""
        self.second_factor_from = since
        return SecondFactorRuleChanged(organisation_id=self.id, since=since)

    def allow_assistants(self, allowed: bool) -> AssistantRuleChanged:
        """To its members; those that they have rest until they are allowed again."""
        self.assistants_allowed = allowed
        return AssistantRuleChanged(organisation_id=self.id, allowed=allowed)

    @property
    def saved(self) -> Guichet:
        """What the settings show: the draft where there is one."""
        return self.draft or self.guichet

    def keep_draft(self, guichet: Guichet) -> None:
        """What is published already is no draft."""
        self.draft = None if guichet == self.guichet else guichet

    def drop_draft(self) -> None:
        self.draft = None

    def publish_draft(self) -> GuichetChanged:
        if self.draft is None:
            raise NothingToPublish
        return self.set_guichet(self.draft)

    def set_guichet(self, guichet: Guichet) -> GuichetChanged:
        """Shown from now on; whatever was saved meanwhile is overtaken."""
        self.guichet, self.draft = guichet, None
        return GuichetChanged(organisation_id=self.id)

    def subscribe(self, subscription: Subscription) -> SubscriptionChanged:
        self.subscription = subscription
        return SubscriptionChanged(organisation_id=self.id, plan=subscription.plan)

    def show_picture(self, kind: str, digest: str) -> GuichetChanged:
        """`digest` is the picture's, or empty to show none."""
        if kind == "logo":
            self.logo = digest
        else:
            self.banner = digest
        return GuichetChanged(organisation_id=self.id)

    def activate_guichet(self) -> GuichetActivated:
        self._must_not_be_closed()
        self.guichet_active = True
        return GuichetActivated(organisation_id=self.id)

    def deactivate_guichet(self) -> GuichetDeactivated:
        self.guichet_active = False
        return GuichetDeactivated(organisation_id=self.id)


def guichet_faults(guichet: Guichet) -> list[Fault]:
    """Everything that is wrong with the settings but the colour, whose contrast the theme measures."""
    found: list[Fault] = []
    if not guichet.name.strip():
        found.append(Fault("/name", "Indiquez le nom de votre organisation.", "required"))
    for name in ("name", "title", "phone", "email"):
        text: str = getattr(guichet, name)
        if len(text) > 200 or has_control_characters(text):
            found.append(Fault(f"/{name}", "Écrivez 200 caractères au plus, sur une ligne.", "too_long"))
    officer = guichet.rgpd
    if officer.officer_name.strip() and not (officer.officer_email.strip() or officer.officer_phone.strip()):
        message = "Indiquez comment joindre le délégué : son adresse électronique ou son téléphone."
        found.append(Fault("/rgpd/officer_email", message, "required"))
    found += statement_faults(guichet.accessibility, "/accessibility")
    if len(guichet.links) > 20:
        found.append(Fault("/links", "Proposez 20 liens au plus.", "too_many"))
    for at, link in enumerate(guichet.links):
        if not link.label.strip():
            found.append(Fault(f"/links/{at}/label", "Donnez un nom à ce lien.", "required"))
        if not link.url.startswith(("https://", "http://")) or has_control_characters(link.url):
            found.append(Fault(f"/links/{at}/url", "Indiquez une adresse qui commence par https://.", "url"))
    return found
