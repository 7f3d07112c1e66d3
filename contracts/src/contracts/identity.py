"""What the identity service tells the others."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from contracts.events import Event


class OrganisationActivated(Event, frozen=True, kw_only=True):
    """The organisation exists and its members may sign in."""

    type: ClassVar[str] = "identity.organisation.activated.v1"
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID


class OrganisationSuspended(Event, frozen=True, kw_only=True):
    """The operator suspended the organisation's access: its guichet is closed and every session of its accounts is dead.
    Nothing of it is erased. The reason is asked of identity."""

    type: ClassVar[str] = "identity.organisation.suspended.v1"
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID


class FeatureChanged(Event, frozen=True, kw_only=True):
    """The operator opened a feature, or closed it, for some or for all. To whom it is open is asked of identity."""

    type: ClassVar[str] = "identity.feature.changed.v1"
    about: ClassVar[str] = "feature_id"
    feature_id: UUID
    feature: str
    status: str


class OrganisationResumed(Event, frozen=True, kw_only=True):
    """A suspended organisation has its access again. Its people sign in anew."""

    type: ClassVar[str] = "identity.organisation.resumed.v1"
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID


class OrganisationClosed(Event, frozen=True, kw_only=True):
    """A suspended organisation is closed for good. What it holds stays until its archives are handed over."""

    type: ClassVar[str] = "identity.organisation.closed.v1"
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID


class GuichetChanged(Event, frozen=True, kw_only=True):
    """Name, theme, links or contact facts of a guichet changed: caches of its pages are stale."""

    type: ClassVar[str] = "identity.guichet.changed.v1"
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID


class GuichetActivated(Event, frozen=True, kw_only=True):
    """The operator opened the guichet to the public."""

    type: ClassVar[str] = "identity.guichet.activated.v1"
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID


class GuichetDeactivated(Event, frozen=True, kw_only=True):
    """The operator closed the guichet to the public: only the organisation's members see it."""

    type: ClassVar[str] = "identity.guichet.deactivated.v1"
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID


class AccountRegistered(Event, frozen=True, kw_only=True):
    """Somebody asked for an account; its activation link waits to be sent."""

    type: ClassVar[str] = "identity.account.registered.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    link_id: UUID
    expires_at: datetime


class RegistrationRepeated(Event, frozen=True, kw_only=True):
    """Somebody registered with the address of an existing account: only its owner is told."""

    type: ClassVar[str] = "identity.account.registration_repeated.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID


class AccountActivated(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "identity.account.activated.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    kind: str


class PasswordResetRequested(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "identity.account.password_reset_requested.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    link_id: UUID
    expires_at: datetime


class IdentifierReminderRequested(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "identity.account.identifier_reminder_requested.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID


class PasswordChanged(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "identity.account.password_changed.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID


class EmailChangeRequested(Event, frozen=True, kw_only=True):
    """A person asks to be reached at another address: it waits to be confirmed from there."""

    type: ClassVar[str] = "identity.account.email_change_requested.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    link_id: UUID
    expires_at: datetime


class EmailChanged(Event, frozen=True, kw_only=True):
    """The new address confirmed; the former one is told, with a link that undoes it."""

    type: ClassVar[str] = "identity.account.email_changed.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    link_id: UUID
    expires_at: datetime


class SessionRevoked(Event, frozen=True, kw_only=True):
    """The session is dead: nobody may act on its strength any more."""

    type: ClassVar[str] = "identity.session.revoked.v1"
    about: ClassVar[str] = "session_id"
    session_id: UUID
    account_id: UUID


class AssistantConnected(Event, frozen=True, kw_only=True):
    """A member made a key for an AI assistant of theirs."""

    type: ClassVar[str] = "identity.assistant.connected.v1"
    about: ClassVar[str] = "assistant_id"
    assistant_id: UUID
    account_id: UUID


class AssistantRevoked(Event, frozen=True, kw_only=True):
    """The key of a member's assistant opens nothing any more."""

    type: ClassVar[str] = "identity.assistant.revoked.v1"
    about: ClassVar[str] = "assistant_id"
    assistant_id: UUID
    account_id: UUID


class AssistantRuleChanged(Event, frozen=True, kw_only=True):
    """The organisation allows its members AI assistants, or forbids them."""

    type: ClassVar[str] = "identity.organisation.assistant_rule_changed.v1"
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID
    allowed: bool


class PermissionGranted(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "identity.permission.granted.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    permission: str


class PermissionRevoked(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "identity.permission.revoked.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    permission: str


class SessionChanged(Event, frozen=True, kw_only=True):
    """The session lives on, but what was known of it is stale: a fresh proof of the password, other permissions."""

    type: ClassVar[str] = "identity.session.changed.v1"
    about: ClassVar[str] = "session_id"
    session_id: UUID
    account_id: UUID


class SignInThrottled(Event, frozen=True, kw_only=True):
    """Ten wrong passwords in a row: sign-in pauses for this account, and its owner is told."""

    type: ClassVar[str] = "identity.account.sign_in_throttled.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID


class SignInsSuspected(Event, frozen=True, kw_only=True):
    """Far more wrong passwords than people who come in: somebody tries a stolen list at this organisation. Said once in
    twelve hours, however long it lasts; whoever decides about members' accounts is told."""

    type: ClassVar[str] = "identity.organisation.sign_ins_suspected.v1"
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID


class ContactChanged(Event, frozen=True, kw_only=True):
    """Address or contact means of an account changed; who needs them asks."""

    type: ClassVar[str] = "identity.contact.changed.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID


class AccessRequested(Event, frozen=True, kw_only=True):
    """An organisation asks for its access; the operator reviews it. In the operator's tenant."""

    type: ClassVar[str] = "identity.access_request.submitted.v1"
    about: ClassVar[str] = "request_id"
    request_id: UUID


class AccessRequestWaiting(Event, frozen=True, kw_only=True):
    """The operator's staff has a request to review. In the operator's tenant."""

    type: ClassVar[str] = "identity.access_request.waiting.v1"
    about: ClassVar[str] = "request_id"
    request_id: UUID


class AccessRequestAccepted(Event, frozen=True, kw_only=True):
    """The operator accepted; the organisation is founded a moment later."""

    type: ClassVar[str] = "identity.access_request.accepted.v1"
    about: ClassVar[str] = "request_id"
    request_id: UUID
    organisation_id: UUID


class AccessRequestRefused(Event, frozen=True, kw_only=True):
    """The operator refused; the applicant is told why."""

    type: ClassVar[str] = "identity.access_request.refused.v1"
    about: ClassVar[str] = "request_id"
    request_id: UUID


class AccountErased(Event, frozen=True, kw_only=True):
    """The account is gone with everything that identity knew of the person; others forget what they keep of it."""

    type: ClassVar[str] = "identity.account.erased.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    kind: str


class MembershipChanged(Event, frozen=True, kw_only=True):
    """Function, department or centres of interest of a member changed."""

    type: ClassVar[str] = "identity.membership.changed.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID


class MandateRequested(Event, frozen=True, kw_only=True):
    """A member asks to be the organisation's administrator: codes go to its legal representative."""

    type: ClassVar[str] = "identity.mandate.requested.v1"
    about: ClassVar[str] = "mandate_id"
    mandate_id: UUID
    account_id: UUID


class MandateActivated(Event, frozen=True, kw_only=True):
    """The legal representative confirmed: the member is administrator."""

    type: ClassVar[str] = "identity.mandate.activated.v1"
    about: ClassVar[str] = "mandate_id"
    mandate_id: UUID
    account_id: UUID


class MandateEnded(Event, frozen=True, kw_only=True):
    """The mandate is over, or its codes are dead: rights that hang on it are none any more."""

    type: ClassVar[str] = "identity.mandate.ended.v1"
    about: ClassVar[str] = "mandate_id"
    mandate_id: UUID
    account_id: UUID
    reason: str


class AccountInactiveSoon(Event, frozen=True, kw_only=True):
    """Nobody has signed in for so long that the account will be deactivated at `until`."""

    type: ClassVar[str] = "identity.account.inactive_soon.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    until: datetime


class AccountDeactivated(Event, frozen=True, kw_only=True):
    """`reason`: inactive, never_activated or invalidated. Nothing is erased."""

    type: ClassVar[str] = "identity.account.deactivated.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    reason: str


class AccountReactivated(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "identity.account.reactivated.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    kind: str


class SecondFactorChanged(Event, frozen=True, kw_only=True):
    """A second factor was added to the account, or taken away."""

    type: ClassVar[str] = "identity.account.second_factor_changed.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    enabled: bool
    factor: str = "application"
    """`application`, `passkey`, `recovery_codes`, or the name of a provider (`franceconnect`, `proconnect`)."""


class SecondFactorRuleChanged(Event, frozen=True, kw_only=True):
    """The organisation asks its members for a second factor from `since` on, or no longer."""

    type: ClassVar[str] = "identity.organisation.second_factor_rule_changed.v1"
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID
    since: datetime | None


class SubscriptionChanged(Event, frozen=True, kw_only=True):
    """The organisation's plan, or the e-services that it wants of it, changed: permissions that it closes are worth
    nothing any more."""

    type: ClassVar[str] = "identity.organisation.subscription_changed.v1"
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID
    plan: str


class GuichetFounded(Event, frozen=True, kw_only=True):
    """A guichet was made from a template: who keeps a catalogue or pages fills what is empty."""

    type: ClassVar[str] = "identity.guichet.founded.v1"
    about: ClassVar[str] = "organisation_id"
    organisation_id: UUID
    slug: str
    template: str


class ExportRequested(Event, frozen=True, kw_only=True):
    """A person asks for everything that is held on them: each service keeps its part until `until`, and says so."""

    type: ClassVar[str] = "identity.account.export_requested.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    export_id: UUID
    until: datetime


class ExportReady(Event, frozen=True, kw_only=True):
    """Every service has told its part."""

    type: ClassVar[str] = "identity.account.export_ready.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    export_id: UUID
    until: datetime


class ErasureCompleted(Event, frozen=True, kw_only=True):
    """Every service has forgotten the person: the certificate is there."""

    type: ClassVar[str] = "identity.account.erasure_completed.v1"
    about: ClassVar[str] = "account_id"
    account_id: UUID
    erasure_id: UUID
