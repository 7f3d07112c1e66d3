"""`parvis journal verify`: every chain walked, and compared with what another service had noted of it."""

import asyncio
from dataclasses import dataclass
from typing import Any

from joserfc.jwk import OKPKey
from sqlalchemy import text

from chassis import anchors, journal
from chassis.database import Database, DatabaseUnavailable
from chassis.journal import Cause
from chassis.keys import TrustedKey
from contracts.journals import WITNESSES
from suite.cli.operator import ServiceSilent, chosen_services
from suite.cli.tables import print_json, print_table
from suite.installation import Installation
from suite.keyring import Keyring

WHOLE = "Les journaux sont entiers. / The journals are whole."
TOUCHED = (
    "Un journal a été touché : fiche « journal » (/exploitation/fiches/journal). / "
    "A journal was touched: see the runbook « journal » there."
)
WORDS = {
    Cause.SEAL_MISSING: "un sceau manque",
    Cause.LINE_MISSING: "la ligne manque",
    Cause.ALTERED: "la ligne a été modifiée",
    Cause.CUT: "la chaîne a été coupée : son témoin connaissait ce sceau",
    Cause.REWRITTEN: "la chaîne a été réécrite depuis que son témoin l’a notée",
    Cause.NOTE_NOT_SIGNED: "la note du témoin n’est pas signée par le service",
}


@dataclass(frozen=True)
class Verdict:
    service: str
    chains: int
    lines: int
    witness: str
    anchors: int
    broken: list[dict[str, Any]]


def verify(service: str | None, *, json: bool) -> int:
    try:
        verdicts = asyncio.run(verdicts_of(Installation.chosen(), chosen_services(service)))
    except DatabaseUnavailable as away:
        raise ServiceSilent("postgres") from away
    whole = all(not verdict.broken for verdict in verdicts)
    if json:
        print_json({"whole": whole, "services": [vars(verdict) for verdict in verdicts]})
        return 0 if whole else 1
    rows = [(v.service, v.chains, v.lines, f"{v.anchors} ({v.witness})", len(v.broken) or "✓") for v in verdicts]
    print_table(("service", "chains", "sealed lines", "notes of its witness", "broken"), rows)
    for verdict in verdicts:
        for one in verdict.broken:
            print(
                f"✗ {verdict.service} · {one['tenant']} · {one['number']} : {WORDS[Cause(one['reason'])]} / {one['reason']}"
            )
    print(WHOLE if whole else TOUCHED)
    return 0 if whole else 1


async def verdicts_of(installation: Installation, services: tuple[str, ...]) -> list[Verdict]:
    known = {str(key["kid"]): TrustedKey(key["iss"], OKPKey.import_key(key)) for key in keys_ever(installation.keyring)}
    return [await _verdict(installation, service, known) for service in services]


def keys_ever(keyring: Keyring) -> list[dict[str, Any]]:
    """The public keys trusted now, and those that were: a note may be older than the key that signs today."""
    return [*keyring.former(), *keyring.trusted()]


async def _verdict(installation: Installation, service: str, known: dict[str, TrustedKey]) -> Verdict:
    witness = WITNESSES[service]
    own = Database(installation.database_url(service, "relay"), pool_size=1)
    theirs = Database(installation.database_url(witness, "app"), pool_size=1)
    try:
        noted = await anchors.kept_for(theirs, service)
        broken = await journal.verify(own) + await anchors.compare(own, noted, known.get, service=service)
        async with own.platform_transaction() as connection:
            counted = text("select count(distinct tenant), count(*) from journal_seals")
            chains, lines = (await connection.execute(counted)).one()
        return Verdict(service, chains, lines, witness, len(noted), anchors.summary(broken))
    finally:
        await own.close()
        await theirs.close()
