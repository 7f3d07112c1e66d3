"""A domain's key: made, activated once the DNS tells it, retired by the next one."""

import base64
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from chassis.ids import new_id
from notifier.domain.signing.domain_key import DomainKey, Stage
from notifier.domain.signing.refusals import KeyWaiting
from notifier.sealing import Seal
from notifier.storage.work import NotifierWork


class MakeDomainKey(msgspec.Struct, frozen=True, kw_only=True):
    """`key_id`, `public` and `sealed` come from `made`: making one takes a while, and no transaction waits for it."""

    key_id: UUID
    domain: str
    public: str
    sealed: str


class ActivateDomainKey(msgspec.Struct, frozen=True, kw_only=True):
    """`records`: what the DNS says at the key's name."""

    key_id: UUID
    records: list[str]


class RetireDomainKey(msgspec.Struct, frozen=True):
    key_id: UUID


def made(domain: str, seal: Seal) -> MakeDomainKey:
    key, key_id = rsa.generate_private_key(public_exponent=65537, key_size=2048), new_id()
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return MakeDomainKey(
        key_id=key_id,
        domain=domain,
        public=base64.b64encode(public).decode(),
        sealed=seal.close(private, about=str(key_id)),
    )


async def make_domain_key(command: MakeDomainKey, uow: NotifierWork) -> DomainKey:
    if await uow.domain_keys.at(command.domain, Stage.WAITING) is not None:
        raise KeyWaiting
    key = DomainKey(
        id=command.key_id,
        domain=command.domain,
        # A name of its own each time: the old and the new one are both in the DNS while one takes over.
        selector=f"parvis-{command.key_id.hex[-8:]}",
        public=command.public,
        sealed=command.sealed,
        created_at=uow.now,
    )
    uow.note("domain_key.made", key.id)
    return uow.domain_keys.add(key)


async def activate_domain_key(command: ActivateDomainKey, uow: NotifierWork) -> DomainKey:
    key = await uow.domain_keys.get(command.key_id)
    before = await uow.domain_keys.at(key.domain, Stage.ACTIVE)
    key.activate(command.records, at=uow.now)
    if before is not None and before is not key:
        before.retire(at=uow.now)
    uow.note("domain_key.activated", key.id)
    return key


async def retire_domain_key(command: RetireDomainKey, uow: NotifierWork) -> DomainKey:
    key = await uow.domain_keys.get(command.key_id)
    key.retire(at=uow.now)
    uow.note("domain_key.retired", key.id)
    return key
