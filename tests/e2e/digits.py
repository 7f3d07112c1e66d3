"""What a person reads in the picture and hears in the sound. No program does: that is what they are for."""

import base64
import hashlib
import hmac

from kit.suite import RunningSuite
from suite.keyring import Keyring
from suite.state import State

SEAL, DIGITS = 16, 6


def digits_of(challenge: str, suite: RunningSuite) -> str:
    """From the challenge and the secret of the suite's identity, which only who runs the suite can read."""
    secret = Keyring((suite.state or State.chosen()).secrets).secret_file("identity").read_bytes().strip()
    body = base64.urlsafe_b64decode(challenge)[:-SEAL]
    number = int.from_bytes(hmac.digest(secret, b"robot digits|" + body, hashlib.sha256)[:8], "big")
    return f"{number % 10**DIGITS:0{DIGITS}}"
