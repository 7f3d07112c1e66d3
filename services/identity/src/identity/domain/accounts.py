"""An account: one person at one organisation."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from chassis.refusals import Conflict, Fault, Forbidden, Invalid, NotFound, Unauthenticated
from contracts.identity import (
    AccountActivated,
    AccountDeactivated,
    AccountErased,
    AccountInactiveSoon,
    AccountReactivated,
    AccountRegistered,
    ContactChanged,
    EmailChanged,
    EmailChangeRequested,
    IdentifierReminderRequested,
    MembershipChanged,
    PasswordChanged,
    PasswordResetRequested,
    RegistrationRepeated,
)
from contracts.tours import TOURS
from identity.domain.account_life import end_of
from identity.domain.links import AccountLink
from identity.domain.persons import Address, Identity, Reach


class AccountKind(StrEnum):
    CITIZEN = "citizen"
    MEMBER = "member"


class AccountStatus(StrEnum):
    PENDING = "pending"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class Deactivation(StrEnum):
    INACTIVE = "inactive"
    NEVER_ACTIVATED = "never_activated"
    INVALIDATED = "invalidated"


class AccountNotFound(NotFound):
    """Ce compte n’existe pas, ou vous n’y avez pas accès."""


class WrongCredentials(Unauthenticated):
    """Identifiant ou mot de passe incorrect."""


class AccountInactive(Forbidden):
    """Votre compte est désactivé (plus de 16 mois sans connexion). Demandez un lien de réactivation."""


class AccountInvalidated(Forbidden):
    """Votre compte a été invalidé par l’administrateur de votre organisation. Lui seul peut le rétablir."""


class AccountNotInvalidated(Conflict):
    """Ce compte n’a pas été invalidé."""


class AccountAlreadyActive(Conflict):
    """Ce compte est déjà actif. Connectez-vous."""


class EmailTaken(Conflict):
    """Cette adresse est déjà celle d’un autre espace."""


class IdentifierTaken(Invalid):
    """Ce nom d’utilisateur est déjà pris."""

    def __init__(self, free: list[str]) -> None:
        self.free = free
        said = f"Ce nom d’utilisateur est déjà pris. Libres : {', '.join(free)}."
        super().__init__(faults=[Fault("/identifier", said, "taken")])


class UnknownTour(NotFound):
    """Cette visite guidée n’existe pas."""


@dataclass
class Account:
    """`identifier` is what one signs in with; it and the address are compared without regard to case."""

    id: UUID
    kind: AccountKind
    identifier: str
    identity: Identity
    address: Address
    reach: Reach
    created_at: datetime
    function: str = ""
    department: str = ""
    interests: tuple[str, ...] = ()
    newsletter: bool = False
    set_up_at: datetime | None = None
    # Guided tours of the consoles that they took or declined: not offered again.
    tours: tuple[str, ...] = ()
    status: AccountStatus = AccountStatus.PENDING
    deactivation: Deactivation | None = None
    password_hash: str | None = None
    locale: str = "fr"
    terms_accepted_at: datetime | None = None
    activated_at: datetime | None = None
    last_sign_in_at: datetime | None = None
    warned: int = 0
    # Of the letter that a family registered with: it serves once the link was followed.
    activation_key_id: UUID | None = None
    version: int = 0

    @property
    def name(self) -> str:
        return f"{self.identity.given_name} {self.identity.family_name}".strip()

    @property
    def is_pending(self) -> bool:
        return self.status is AccountStatus.PENDING

    @property
    def is_active(self) -> bool:
        return self.status is AccountStatus.ACTIVE

    def register(self, link: AccountLink) -> AccountRegistered:
        return AccountRegistered(account_id=self.id, link_id=link.id, expires_at=link.expires_at)

    def repeat_registration(self) -> RegistrationRepeated:
        return RegistrationRepeated(account_id=self.id)

    @property
    def may_be_sent_activation(self) -> bool:
        """It waits for its first link, or may come back by a new one; invalidated, only the administrator helps."""
        return self.is_pending or self.deactivation in (Deactivation.NEVER_ACTIVATED, Deactivation.INACTIVE)

    @property
    def ends_unused_at(self) -> datetime:
        """When it is deactivated unless somebody signs in before."""
        used = max(moment for moment in (self.created_at, self.activated_at, self.last_sign_in_at) if moment)
        return end_of(used)

    def warn(self, warnings: int) -> AccountInactiveSoon:
        self.warned = warnings
        return AccountInactiveSoon(account_id=self.id, until=self.ends_unused_at)

    def deactivate(self, reason: Deactivation) -> AccountDeactivated:
        self.status, self.deactivation = AccountStatus.DEACTIVATED, reason
        return AccountDeactivated(account_id=self.id, reason=reason)

    def restore(self) -> AccountReactivated:
        """What the administrator invalidated, he makes valid again: as it was before, waiting or active."""
        if self.deactivation is not Deactivation.INVALIDATED:
            raise AccountNotInvalidated
        self.status = AccountStatus.ACTIVE if self.password_hash else AccountStatus.PENDING
        self.deactivation, self.warned = None, 0
        return AccountReactivated(account_id=self.id, kind=self.kind)

    def activate(self, *, identifier: str, password_hash: str, at: datetime) -> AccountActivated | AccountReactivated:
        if self.deactivation is Deactivation.INVALIDATED:
            raise AccountInvalidated
        if self.is_active:
            raise AccountAlreadyActive
        was_active = self.activated_at is not None
        self.identifier, self.password_hash = identifier, password_hash
        self.status, self.deactivation, self.activated_at = AccountStatus.ACTIVE, None, at
        self.warned = 0
        if was_active:
            return AccountReactivated(account_id=self.id, kind=self.kind)
        return AccountActivated(account_id=self.id, kind=self.kind)

    def must_be_able_to_sign_in(self, *, at: datetime) -> None:
        """Asked once the password was right: only its owner learns why the door is closed. The end counts to the second,
        whenever the timer that notes it rings."""
        if self.deactivation is Deactivation.INACTIVE or (self.is_active and at >= self.ends_unused_at):
            raise AccountInactive
        if self.deactivation is Deactivation.INVALIDATED:
            raise AccountInvalidated
        if not self.is_active:
            raise WrongCredentials

    def sign_in(self, *, at: datetime) -> None:
        self.must_be_able_to_sign_in(at=at)
        self.last_sign_in_at, self.warned = at, 0

    def ask_for_reset(self, link: AccountLink) -> PasswordResetRequested:
        return PasswordResetRequested(account_id=self.id, link_id=link.id, expires_at=link.expires_at)

    def ask_for_reminder(self) -> IdentifierReminderRequested:
        return IdentifierReminderRequested(account_id=self.id)

    def change_password(self, password_hash: str) -> PasswordChanged:
        self.password_hash = password_hash
        return PasswordChanged(account_id=self.id)

    def place(
        self, *, function: str, department: str, interests: tuple[str, ...], newsletter: bool
    ) -> MembershipChanged:
        """What the member does in the organisation, and what they want to hear of."""
        self.function, self.department = function, department
        self.interests, self.newsletter = interests, newsletter
        return MembershipChanged(account_id=self.id)

    def finish_set_up(self, *, at: datetime) -> None:
        self.set_up_at = self.set_up_at or at

    def see_tour(self, tour: str) -> None:
        if tour not in TOURS:
            raise UnknownTour
        self.tours = tuple(one for one in TOURS if one in (*self.tours, tour))

    def erase(self) -> AccountErased:
        return AccountErased(account_id=self.id, kind=self.kind)

    def ask_for_email(self, link: AccountLink) -> EmailChangeRequested:
        return EmailChangeRequested(account_id=self.id, link_id=link.id, expires_at=link.expires_at)

    def move_to(self, email: str) -> ContactChanged:
        self.reach = msgspec.structs.replace(self.reach, email=email)
        return ContactChanged(account_id=self.id)

    def moved(self, back: AccountLink) -> EmailChanged:
        return EmailChanged(account_id=self.id, link_id=back.id, expires_at=back.expires_at)

    def describe(self, identity: Identity, address: Address, reach: Reach) -> ContactChanged | None:
        """What the person says of themselves from now on; the event, when how they are reached changed."""
        changed = (reach, address) != (self.reach, self.address)
        self.identity, self.address, self.reach = identity, address, reach
        return ContactChanged(account_id=self.id) if changed else None
