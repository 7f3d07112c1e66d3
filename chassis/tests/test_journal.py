"""What was done to a journal shows: inside a chain by its seals, over a whole chain by what its witness noted."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from notebook.main import WriteNote, write_note

from chassis import anchors, journal
from chassis.anchors import HeadNotSigned
from chassis.clock import utc_now
from chassis.journal import Broken
from chassis.keys import SigningKeyFile
from contracts.journals import WITNESSES, AnchorHeads, JournalHead
from kit.actors import a_citizen
from kit.service import ServiceUnderTest

LINES = 5


@pytest_asyncio.fixture(loop_scope="session")
async def town(notebook: ServiceUnderTest, tenant: UUID) -> AsyncIterator[UUID]:
    """A tenant with five sealed lines, whose head its witness has noted. Nothing of it is left behind."""
    author = a_citizen(tenant)
    for number in range(LINES):
        await notebook.run(write_note, WriteNote(str(number)), actor=author)
    await seal(notebook)
    await notebook.rows("delete from journal_anchors where service = 'identity' returning 1")
    await anchor(notebook, tenant)
    yield tenant
    for table in ("journal", "journal_seals", "journal_anchors"):
        await notebook.rows(f"delete from {table} where tenant = :t returning 1", t=tenant)


async def seal(notebook: ServiceUnderTest) -> None:
    while await journal.seal_batch(notebook.service.relay_database):
        pass


def signed_head(notebook: ServiceUnderTest, **facts: Any) -> str:
    told = {"service": "identity", "tenant": uuid4(), "number": 1, "hash": "00" * 32, "at": utc_now(), **facts}
    signer = told["service"] if "signer" not in told else told.pop("signer")
    keys = SigningKeyFile(notebook.servers.keyring.signing_key_file(signer))
    return anchors.sign(JournalHead(**told), keys)


async def anchor(notebook: ServiceUnderTest, tenant: UUID) -> Any:
    """The head of the tenant's chain, as identity tells it to its witness."""
    [head] = await notebook.rows(
        "select number, hash from journal_seals where tenant = :t order by number desc limit 1", t=tenant
    )
    signed = signed_head(notebook, tenant=tenant, number=head["number"], hash=head["hash"].hex())
    return await keep(notebook, signed)


async def keep(notebook: ServiceUnderTest, *signed: str, service: str = "identity") -> Any:
    asked = AnchorHeads(service=service, signed=signed)
    trust = notebook.service.trust
    return await anchors.keep(notebook.service.database, asked, trust=trust, witness=WITNESSES["identity"])


async def broken_of(notebook: ServiceUnderTest, tenant: UUID) -> list[Broken]:
    """All that a verification finds, as `parvis journal verify` puts it together."""
    relay, find = notebook.service.relay_database, notebook.service.trust.find
    noted = await anchors.kept_for(notebook.service.database, "identity")
    found = await journal.verify(relay) + await anchors.compare(relay, noted, find, service="identity")
    return [one for one in found if one.tenant == tenant]


async def test_an_untouched_journal_is_whole(notebook: ServiceUnderTest, town: UUID):
    assert await broken_of(notebook, town) == []


ALTERED = "update journal set actor = 'nobody' where tenant = :t and position = {third} returning 1"
DELETED = "delete from journal where tenant = :t and position = {third} returning 1"
# The second line where the third was and the reverse; an index forbids doing it at once.
REORDERED = [
    "update journal set purpose = 'swap' || id where tenant = :t and position = {third} returning 1",
    "update journal_seals set journal_id = gen_random_uuid() where tenant = :t and number = 3 returning 1",
    "update journal_seals s set journal_id = j.id from journal j where j.tenant = :t and j.purpose like 'swap%'"
    + " and s.tenant = :t and s.number = 2 returning 1",
    "update journal set purpose = null where tenant = :t and purpose like 'swap%' returning 1",
]
CUT = "delete from journal_seals where tenant = :t and number > 3 returning 1"
CUT_LINES = (
    "delete from journal where tenant = :t and id in "
    "(select journal_id from journal_seals where tenant = :t and number > 3) returning 1"
)
THIRD = "(select position from journal where tenant = :t order by position offset 2 limit 1)"


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        ([ALTERED], "the line was altered"),
        ([DELETED], "the line is missing"),
        (REORDERED, "the line was altered"),
        # Lines and seals together: inside the chain nothing is amiss.
        (
            [CUT_LINES, CUT],
            "the chain was cut: its witness knew this seal",
        ),
    ],
    ids=["altered", "deleted", "reordered", "truncated"],
)
async def test_what_a_superuser_does_to_it_shows(
    notebook: ServiceUnderTest, town: UUID, attack: list[str], reason: str
):
    for statement in attack:
        assert await notebook.rows(statement.format(third=THIRD), t=town)

    found = await broken_of(notebook, town)

    assert reason in {one.reason for one in found}


async def test_a_chain_rewritten_from_end_to_end_contradicts_its_witness(notebook: ServiceUnderTest, town: UUID):
    await notebook.rows(ALTERED.format(third=THIRD), t=town)
    await notebook.rows("delete from journal_seals where tenant = :t returning 1", t=town)
    await notebook.rows("update journal set sealed = false where tenant = :t returning 1", t=town)
    await seal(notebook)

    found = await broken_of(notebook, town)
    told_again = await anchor(notebook, town)

    # The service itself tells its heads too, from time to time: the first one noted may be an earlier one.
    [one] = found
    assert one.reason == "the chain was rewritten since its witness noted it"
    assert 1 <= one.number <= LINES
    assert (told_again.kept, told_again.contradicted) == (0, (town,))


async def test_a_forged_note_of_the_witness_shows(notebook: ServiceUnderTest, town: UUID):
    await notebook.rows("update journal_anchors set hash = '\\x00' where tenant = :t returning 1", t=town)

    found = await broken_of(notebook, town)

    assert [one.reason for one in found] == ["the witness's note is not signed by the service"]


@pytest.mark.parametrize(
    "facts", [{"signer": "documents"}, {"service": "documents"}, {"service": "documents", "signer": "identity"}]
)
async def test_a_witness_keeps_only_what_its_own_service_signed(notebook: ServiceUnderTest, facts: dict[str, str]):
    with pytest.raises(HeadNotSigned):
        await keep(notebook, signed_head(notebook, **facts))


async def test_a_witness_cannot_change_what_it_noted(notebook: ServiceUnderTest, town: UUID):
    grants = await notebook.rows(
        "select privilege_type from information_schema.role_table_grants "
        "where table_name = 'journal_anchors' and grantee = 'identity_app'"
    )

    assert {row["privilege_type"] for row in grants} == {"SELECT", "INSERT"}


async def test_the_heads_told_are_those_that_have_grown(notebook: ServiceUnderTest, town: UUID):
    anchoring = anchors.Anchoring(
        "identity",
        database=notebook.service.database,
        relay_database=notebook.service.relay_database,
        keys=SigningKeyFile(notebook.servers.keyring.signing_key_file("identity")),
        trust=notebook.service.trust,
        connected=lambda: pytest.fail("nobody is asked"),
        every=3600,
        now=utc_now,
    )

    class Witness:
        async def ask(self, subject: str, question: AnchorHeads, _: Any) -> Any:
            assert subject == "ask.demarches.journal.anchor.v1"
            return await keep(notebook, *question.signed)

    first: Any = await anchoring.tell(Witness())  # pyright: ignore
    await notebook.run(write_note, WriteNote("one more"), actor=a_citizen(town))
    await seal(notebook)
    second = await anchoring.tell(Witness())  # pyright: ignore

    assert first >= 1
    assert second == 1
    assert await broken_of(notebook, town) == []
