"""The check against robots for who has no script: six digits to read or to hear, the same ones (ID-15, A22).

Nothing is kept but what was used: the digits are computed from the challenge and the service's secret, so that
neither the page nor the addresses of picture and sound hold them.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from chassis.refusals import Fault, Invalid
from chassis.robots import RobotCheckFailed, SolvedChallenge

LIVES = timedelta(minutes=10)
DIGITS = 6
_NONCE, _UNTIL, _SEAL = 12, 6, 16


class WrongCode(Invalid):
    """Code de sécurité incorrect."""

    def __init__(self) -> None:
        said = "Code de sécurité incorrect. En voici un autre : recopiez les six chiffres de l’image ou du son."
        super().__init__(faults=[Fault("/code", said, "code")])


class ChallengeOver(Invalid):
    """Ce contrôle de sécurité a expiré. Rechargez la page."""


def ask(secret: bytes, tenant: str, *, at: datetime) -> str:
    """A new challenge. `tenant` keeps it from serving at another guichet."""
    body = secrets.token_bytes(_NONCE) + int((at + LIVES).timestamp()).to_bytes(_UNTIL, "big")
    return base64.urlsafe_b64encode(body + _sealed(body, secret, tenant)).decode()


def digits_of(challenge: str, secret: bytes, tenant: str, *, at: datetime) -> str:
    """What the picture shows and the voice says. Raises `ChallengeOver`."""
    body, _ = _read(challenge, secret, tenant, at=at)
    number = int.from_bytes(hmac.digest(secret, b"robot digits|" + body, hashlib.sha256)[:8], "big")
    return f"{number % 10**DIGITS:0{DIGITS}}"


def over_at(challenge: str, secret: bytes, tenant: str, *, at: datetime) -> datetime:
    """When it ends, for who keeps that it was used. Raises `WrongCode`: to who answers, an old one is a wrong one."""
    try:
        return _read(challenge, secret, tenant, at=at)[1]
    except ChallengeOver as over:
        raise WrongCode from over


def must_be_right(code: str, challenge: str, secret: bytes, tenant: str, *, at: datetime) -> None:
    """Spaces between the digits are no fault. Raises `WrongCode`."""
    typed = "".join(sign for sign in code[:40] if not sign.isspace())
    try:
        right = digits_of(challenge, secret, tenant, at=at)
    except ChallengeOver as over:
        raise WrongCode from over
    if not hmac.compare_digest(typed.encode(), right.encode()):
        raise WrongCode


def used(challenge: str, expires_at: datetime) -> SolvedChallenge:
    return SolvedChallenge(challenge=hashlib.sha256(challenge.encode()).hexdigest(), expires_at=expires_at)


def _read(challenge: str, secret: bytes, tenant: str, *, at: datetime) -> tuple[bytes, datetime]:
    try:
        text = base64.urlsafe_b64decode(challenge.encode("ascii"))
    except ValueError as nonsense:
        raise ChallengeOver from nonsense
    body, seal = text[:-_SEAL], text[-_SEAL:]
    if len(body) != _NONCE + _UNTIL or not hmac.compare_digest(_sealed(body, secret, tenant), seal):
        raise ChallengeOver
    until = int.from_bytes(body[_NONCE:], "big")
    if at.timestamp() >= until:
        raise ChallengeOver
    return body, datetime.fromtimestamp(until, UTC)


def _sealed(body: bytes, secret: bytes, tenant: str) -> bytes:
    return hmac.digest(secret, f"robot code|{tenant}|".encode() + body, hashlib.sha256)[:_SEAL]


async def must_be_read(
    challenge: str,
    code: str,
    secret: bytes,
    tenant: str,
    *,
    use: Callable[[SolvedChallenge], Awaitable[None]],
    at: datetime,
) -> None:
    """Used up before it is looked at: a wrong answer spends the challenge as a right one does (A22). `use` keeps that it
    was, and raises `RobotCheckFailed` when it had been before. Raises `WrongCode`."""
    until = over_at(challenge, secret, tenant, at=at)
    try:
        await use(used(challenge, until))
    except RobotCheckFailed as spent:
        raise WrongCode from spent
    must_be_right(code, challenge, secret, tenant, at=at)


async def solved(
    challenge: str,
    code: str,
    secret: bytes,
    tenant: str,
    *,
    use: Callable[[SolvedChallenge], Awaitable[None]],
    at: datetime,
) -> SolvedChallenge:
    """What a command is to use up together with what it does: a form sent twice is then one answer, given twice. A wrong
    answer is spent here and now, by `use`. Raises `WrongCode`."""
    answer = used(challenge, over_at(challenge, secret, tenant, at=at))
    try:
        must_be_right(code, challenge, secret, tenant, at=at)
    except WrongCode:
        with suppress(RobotCheckFailed):
            await use(answer)
        raise
    return answer


@contextmanager
def as_digits(typed: str) -> Generator[None]:
    """To who copied digits, a challenge that was used before is a wrong code."""
    try:
        yield
    except RobotCheckFailed as spent:
        if typed:
            raise WrongCode from spent
        raise
