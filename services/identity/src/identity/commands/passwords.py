"""A password that somebody chose: checked, then hashed, before any transaction begins."""

from collections.abc import Sequence

from chassis.refusals import Fault, Invalid
from identity.domain.passwords import faults_of, repetition_faults
from identity.storage.common_passwords import common_passwords
from identity.storage.hashing import Hasher


async def hash_chosen(password: str, again: str, *, hasher: Hasher, others: Sequence[Fault] = ()) -> str:
    """The hash. Raises `Invalid` with every fault of the password, and `others` found beside it, all at once."""
    faults = [*others, *faults_of(password, common_passwords()), *repetition_faults(password, again)]
    if faults:
        raise Invalid(faults=faults)
    return await hasher.hash(password)
