"""Does a seal hold? The sheet is the one sealed, the statement is about this document, the signature is genuine."""

import hashlib
from uuid import UUID

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from chassis.tokens import ALGORITHMS
from contracts.tokens import DecisionSeal
from demarches.domain.letters import DecisionDocument


def seal_holds(document: DecisionDocument, tenant: UUID) -> bool:
    """With the public key kept beside the seal: keys rotate, decisions stay."""
    if document.seal is None or document.sheet is None or document.key is None:
        return False
    try:
        read = jws.deserialize_compact(document.seal.encode(), OKPKey.import_key(document.key), algorithms=ALGORITHMS)
        claims = msgspec.json.decode(read.payload, type=DecisionSeal)
    except (JoseError, ValueError):
        return False
    return (claims.tenant, claims.number, claims.outcome, claims.sha256) == (
        tenant,
        document.number,
        document.facts["outcome"],
        hashlib.sha256(document.sheet).hexdigest(),
    )
