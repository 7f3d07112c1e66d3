"""A token is believed when all of it fits, and refused otherwise."""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from chassis.keys import SigningKeyFile, Trust
from chassis.tokens import Signer, TokenRefused, Verifier
from contracts.tokens import AccessClaims, ViewGrant
from kit.clock import MovableClock
from suite.keyring import Keyring
from suite.signing import prune, rotate


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "secrets").ensure()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


def signer(keyring: Keyring, issuer: str, clock: MovableClock) -> Signer:
    return Signer(issuer, SigningKeyFile(keyring.signing_key_file(issuer)), now=clock)


def verifier(keyring: Keyring, clock: MovableClock, service: str = "demarches") -> Verifier:
    return Verifier(service, Trust(keyring.trust_file), now=clock)


def an_access(signer: Signer, audience: str = "demarches", **claims: Any) -> str:
    facts = {"tenant": uuid4(), "sub": uuid4(), "kind": "citizen", **claims}
    return signer.sign(AccessClaims, audience=audience, lives=timedelta(seconds=60), **facts)


def test_a_token_is_good_for_its_audience_until_it_expires(keyring: Keyring, clock: MovableClock):
    token = an_access(signer(keyring, "identity", clock))
    reader = verifier(keyring, clock)

    assert reader.read(token, AccessClaims, issuers=("identity",)).kind == "citizen"
    with pytest.raises(TokenRefused):
        verifier(keyring, clock, "documents").read(token, AccessClaims, issuers=("identity",))
    clock.move(timedelta(seconds=61))
    with pytest.raises(TokenRefused):
        reader.read(token, AccessClaims, issuers=("identity",))


def test_a_token_of_another_issuer_or_type_is_refused(keyring: Keyring, clock: MovableClock):
    of_gateway = an_access(signer(keyring, "gateway", clock))
    grant = signer(keyring, "identity", clock).sign(
        ViewGrant,
        audience="demarches",
        lives=timedelta(seconds=60),
        tenant=uuid4(),
        sub=uuid4(),
        bundle=uuid4(),
        file=uuid4(),
        purpose="x",
    )

    for token in (of_gateway, grant):
        with pytest.raises(TokenRefused):
            verifier(keyring, clock).read(token, AccessClaims, issuers=("identity",))


@pytest.mark.parametrize("forge", ["none", "altered", "unknown key", "garbage", "long"])
def test_what_is_forged_is_refused(keyring: Keyring, clock: MovableClock, forge: str, tmp_path: Path):
    token = an_access(signer(keyring, "identity", clock))
    header, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    stranger = Keyring(tmp_path / "other").ensure()
    forged = {
        "none": f"{_encoded({'alg': 'none', 'typ': 'access'})}.{body}.",
        "altered": f"{header}.{_encoded({**claims, 'kind': 'member'})}.{signature}",
        "unknown key": an_access(signer(stranger, "identity", clock)),
        "garbage": "é.è.à",
        "long": token + "A" * 9000,
    }[forge]

    with pytest.raises(TokenRefused):
        verifier(keyring, clock).read(forged, AccessClaims, issuers=("identity",))


def test_a_rotated_key_takes_over_without_a_refused_token(
    keyring: Keyring, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
):
    reader = verifier(keyring, clock)
    monkeypatch.setattr(Trust, "LOOK_AGAIN_AFTER", 0.0)
    issuer = signer(keyring, "identity", clock)
    before = an_access(issuer)

    rotate(keyring, "identity", spread=0)
    after = an_access(issuer)

    for token in (before, after):
        assert reader.read(token, AccessClaims, issuers=("identity",))
    assert prune(keyring, kept=0)
    with pytest.raises(TokenRefused):
        reader.read(before, AccessClaims, issuers=("identity",))
    assert reader.read(after, AccessClaims, issuers=("identity",))


def _encoded(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
