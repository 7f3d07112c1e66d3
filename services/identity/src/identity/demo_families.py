"""The demonstration's families: Camille's household, and the keys that the education department has prepared."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select

from identity.commands.change_household import AddToHousehold, add_to_household
from identity.commands.issue_keys import IssueKeys, issue_keys
from identity.domain.households import MemberFacts, Relation
from identity.storage.tables import activation_keys
from identity.storage.work import IdentityWork

HOUSEHOLD = (
    MemberFacts(
        relation=Relation.CHILD,
        civility="monsieur",
        family_name="Rougon",
        given_names="Maxime",
        birth_date=date(2018, 3, 27),
    ),
    MemberFacts(
        relation=Relation.CHILD,
        civility="madame",
        family_name="Rougon",
        given_names="Clotilde",
        birth_date=date(2020, 11, 2),
    ),
)
FAMILIES = (
    "Dossier;Destinataire;Adresse;Code postal;Commune;Nom de l'enfant;Prénom de l'enfant;Date de naissance\n"
    "F-2101;Mme et M. Mouret;18 rue de la Banne;13100;Plassans;Mouret;Octave;14/06/2017\n"
    "F-2101;Mme et M. Mouret;18 rue de la Banne;13100;Plassans;Mouret;Serge;30/01/2019\n"
    "F-2102;Mme Gradelle;5 place aux Œufs;13100;Plassans;Gradelle;Pauline;09/09/2018\n"
    "F-2103;M. Macquart;27 rue Canquoin;13100;Plassans;Macquart;Jean;21/05/2019\n"
)


class KeepKeys(msgspec.Struct, frozen=True):
    secret: bytes


async def keep_household(account_id: UUID, uow: IdentityWork) -> None:
    """Unless somebody has made it theirs already."""
    if await uow.households.of(account_id):
        return
    for facts in HOUSEHOLD:
        _ = await add_to_household(AddToHousehold(account_id=account_id, facts=facts), uow)


async def keep_keys(command: KeepKeys, uow: IdentityWork) -> None:
    """One batch; not again once there was one."""
    if await uow.connection.scalar(select(activation_keys.c.id).limit(1)) is None:
        _ = await issue_keys(IssueKeys(text=FAMILIES, secret=command.secret, rehearsal=False), uow)
