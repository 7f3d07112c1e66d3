"""The matrix finds what it is for."""

from uuid import UUID

from notebook.main import WriteNote, write_note

from kit import matrix
from kit.actors import a_citizen
from kit.matrix import Entry
from kit.service import ServiceUnderTest


async def test_every_operation_of_the_notebook_holds(notebook: ServiceUnderTest, tenant: UUID):
    owner = a_citizen(tenant)
    note = await notebook.run(write_note, WriteNote("x"), actor=owner)
    entries = {
        "POST /v1/notes/{note_id}/seal": Entry({"note_id": note.id}),
    }

    wrong = [
        sentence
        for operation in matrix.operations(notebook.app)
        for sentence in await matrix.check(notebook, operation, entries.get(operation.name), owner)
    ]

    assert wrong == []


async def test_a_route_without_an_entry_fails(notebook: ServiceUnderTest, tenant: UUID):
    [operation] = [o for o in matrix.operations(notebook.app) if o.name == "POST /v1/notes/{note_id}/seal"]

    [sentence] = await matrix.check(notebook, operation, None, a_citizen(tenant))

    assert "has no entry in the matrix" in sentence
