"""The check against robots that nobody has to read: a little work for the browser (ALTCHA), signed by us."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import msgspec
from altcha import v1 as altcha

from chassis.refusals import Fault, Invalid

LIVES = timedelta(minutes=10)
# About a second for a phone; a robot that registers by the thousand pays it each time.
HARDEST = 60_000
LONGEST_PROOF = 2_000


class RobotCheckFailed(Invalid):
    """Le contrôle de sécurité n’a pas abouti."""

    def __init__(self) -> None:
        message = "Le contrôle de sécurité a expiré ou a déjà servi. Recommencez : il se refait tout seul."
        super().__init__(faults=[Fault("/proof", message, "proof")])


class Challenge(msgspec.Struct, frozen=True, kw_only=True):
    """Find the number below `maxnumber` whose SHA-256 after `salt` is `challenge`."""

    algorithm: str
    challenge: str
    maxnumber: int
    salt: str
    signature: str


class SolvedChallenge(msgspec.Struct, frozen=True, kw_only=True):
    challenge: str
    expires_at: datetime


def ask(secret: bytes, tenant: str, *, at: datetime) -> Challenge:
    """A new challenge. `tenant` keeps an answer given at one guichet from serving at another."""
    options = altcha.ChallengeOptions(
        algorithm="SHA-256", max_number=HARDEST, expires=at + LIVES, hmac_key=_key(secret, tenant)
    )
    made = altcha.create_challenge(options)
    return Challenge(
        algorithm=made.algorithm,
        challenge=made.challenge,
        maxnumber=made.max_number,
        salt=made.salt,
        signature=made.signature,
    )


def solved(proof: str, secret: bytes, tenant: str, *, at: datetime) -> SolvedChallenge:
    """The challenge that this proof answers (base64 of JSON, as the ALTCHA widget sends). Raises `RobotCheckFailed`.

    Whether it was used before is asked of the storage.
    """
    if len(proof) > LONGEST_PROOF:
        raise RobotCheckFailed
    try:
        answer = altcha.Payload.from_base64(proof)
        _, expires, _ = answer.parse_salt()
        # Our own clock decides when it expires: it is the one that tests and rehearsals move.
        genuine, _ = altcha.verify_solution(answer, _key(secret, tenant), check_expires=False)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RobotCheckFailed from error
    if not genuine or answer.algorithm != "SHA-256" or expires is None or at.timestamp() >= expires:
        raise RobotCheckFailed
    return SolvedChallenge(challenge=answer.challenge, expires_at=datetime.fromtimestamp(expires, UTC))


def _key(secret: bytes, tenant: str) -> str:
    return hmac.digest(secret, f"robots|{tenant}".encode(), hashlib.sha256).hex()
