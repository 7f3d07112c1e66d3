"""tus's checksum extension: what a request's body must come to."""

import base64
from typing import NamedTuple

from chassis.refusals import Refusal

ALGORITHMS = ("sha256", "sha1", "md5")


class BadChecksum(Refusal):
    """La somme de contrôle n’est pas lisible."""


class ChecksumMismatch(Exception):
    """What came is not what was sent: none of it is kept."""


class Checksum(NamedTuple):
    algorithm: str
    digest: bytes

    @classmethod
    def read(cls, header: str) -> "Checksum":
        algorithm, _, encoded = header.strip().partition(" ")
        if algorithm not in ALGORITHMS:
            raise BadChecksum
        try:
            return cls(algorithm, base64.b64decode(encoded, validate=True))
        except ValueError as error:
            raise BadChecksum from error
