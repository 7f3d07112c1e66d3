"""Passkeys: a key pair that a person's device keeps and unlocks with a finger, a face or a code (ID-25, WebAuthn)."""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import webauthn
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from chassis.refusals import Conflict, Fault, Invalid, NotFound
from contracts.identity import SecondFactorChanged
from identity.domain.persons import has_control_characters

LIVES = timedelta(minutes=5)
MOST = 10
LONGEST_NAME = 60
LONGEST_ANSWER = 20_000
_NONCE, _UNTIL = 16, 8


class Entrance(StrEnum):
    """A passkey opens the site where it was made, and no other: the browser sees to it."""

    PORTAL = "portal"
    AGENTS = "agents"


class Ceremony(StrEnum):
    """What a challenge is for; it is worth nothing elsewhere."""

    ADD = "add"
    PROVE = "prove"


class PasskeyRefused(Invalid):
    """Cette clé d’accès n’a pas été reconnue. Recommencez."""

    def __init__(self) -> None:
        said = "Cette clé d’accès n’a pas été reconnue. Recommencez, ou choisissez un autre moyen."
        super().__init__(faults=[Fault("/credential", said, "passkey")])


class PasskeyNotFound(NotFound):
    """Cette clé d’accès n’existe pas, ou elle a été retirée."""


class TooManyPasskeys(Conflict):
    """Vous avez déjà 10 clés d’accès. Retirez-en une d’abord."""


class RelyingParty(NamedTuple):
    """The site as the device knows it: its host, and where its pages come from."""

    host: str
    origin: str
    name: str


class Made(NamedTuple):
    """A key pair as the device answered it; the private half never leaves it."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


class Answer(NamedTuple):
    """What a device says to be let in, read but not believed yet."""

    credential_id: bytes
    owner: bytes
    challenge: bytes
    text: str


@dataclass
class Passkey:
    id: UUID
    account_id: UUID
    entrance: Entrance
    host: str
    credential_id: bytes
    public_key: bytes
    sign_count: int
    name: str
    created_at: datetime
    last_used_at: datetime | None = None
    version: int = 0

    def added(self) -> SecondFactorChanged:
        return SecondFactorChanged(account_id=self.account_id, enabled=True, factor="passkey")

    def removed(self) -> SecondFactorChanged:
        return SecondFactorChanged(account_id=self.account_id, enabled=False, factor="passkey")

    def rename(self, name: str) -> None:
        self.name = named(name)

    def use(self, answer: Answer, at_site: RelyingParty, *, at: datetime) -> None:
        """Raises `PasskeyRefused` for a wrong signature, site or origin, and for a counter that does not go up: the
        device was copied."""
        try:
            proven = webauthn.verify_authentication_response(
                credential=answer.text,
                expected_challenge=answer.challenge,
                expected_rp_id=self.host,
                expected_origin=at_site.origin,
                credential_public_key=self.public_key,
                credential_current_sign_count=self.sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
            raise PasskeyRefused from wrong
        self.sign_count, self.last_used_at = proven.new_sign_count, at


def named(name: str) -> str:
    """As it is kept. Raises `Invalid`."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or has_control_characters(name):
        said = f"Donnez-lui un nom de {LONGEST_NAME} caractères au plus, par exemple « Mon téléphone »."
        raise Invalid(faults=[Fault("/name", said, "name")])
    return name


def to_make(site: RelyingParty, owner: bytes, identifier: str, name: str, known: list[bytes], challenge: bytes) -> str:
    """What `navigator.credentials.create` is asked, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=owner,
        user_name=identifier,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return webauthn.options_to_json(options)


def to_prove(site: RelyingParty, challenge: bytes) -> str:
    """What `navigator.credentials.get` is asked, as JSON: any passkey of this site, the person chooses."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    return webauthn.options_to_json(options)


def made(text: str, site: RelyingParty, challenge: bytes) -> Made:
    """Raises `PasskeyRefused`."""
    try:
        proven = webauthn.verify_registration_response(
            credential=text,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise PasskeyRefused from wrong
    return Made(proven.credential_id, proven.credential_public_key, proven.sign_count)


def read(text: str) -> Answer:
    """Raises `PasskeyRefused` for what no device would say."""
    if len(text) > LONGEST_ANSWER:
        raise PasskeyRefused
    try:
        said: dict[str, Any] = json.loads(text)
        spoken: dict[str, Any] = json.loads(base64url_to_bytes(said["response"]["clientDataJSON"]))
        owner = base64url_to_bytes(said["response"].get("userHandle") or "")
        return Answer(base64url_to_bytes(said["rawId"]), owner, base64url_to_bytes(spoken["challenge"]), text)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as nonsense:
        raise PasskeyRefused from nonsense


def owner_handle(tenant: UUID, account_id: UUID) -> bytes:
    """What the device keeps of its owner: two ids, no name."""
    return tenant.bytes + account_id.bytes


def tenant_of(owner: bytes) -> UUID:
    if len(owner) != 32:
        raise PasskeyRefused
    return UUID(bytes=owner[:16])


def new_challenge(ceremony: Ceremony, subject: str, secret: bytes, *, at: datetime) -> bytes:
    """Random, and sealed: it need not be kept to be known again. `subject` is whom it is for."""
    body = secrets.token_bytes(_NONCE) + int((at + LIVES).timestamp()).to_bytes(_UNTIL, "big")
    return body + _seal(ceremony, subject, body, secret)


def must_be_ours(challenge: bytes, ceremony: Ceremony, subject: str, secret: bytes, *, at: datetime) -> datetime:
    """When it ends. Whether it was used before is asked of the storage. Raises `PasskeyRefused`."""
    body, seal = challenge[: _NONCE + _UNTIL], challenge[_NONCE + _UNTIL :]
    if not hmac.compare_digest(_seal(ceremony, subject, body, secret), seal):
        raise PasskeyRefused
    until = int.from_bytes(body[_NONCE:], "big")
    if at.timestamp() >= until:
        raise PasskeyRefused
    return datetime.fromtimestamp(until, UTC)


def _seal(ceremony: Ceremony, subject: str, body: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, f"passkey|{ceremony}|{subject}|".encode() + body, hashlib.sha256)
