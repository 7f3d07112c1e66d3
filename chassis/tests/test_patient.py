"""A demonstration that meets a service at work goes on once that has finished."""

from uuid import UUID

import pytest
from notebook.main import SealNote, WriteNote, notes, seal_note, write_note
from sqlalchemy import select

from chassis import patient
from chassis.idempotency import StillRunning
from chassis.patient import PatientCommands
from chassis.unit_of_work import UnitOfWork
from kit.actors import a_citizen
from kit.service import ServiceUnderTest


async def test_a_command_that_meets_a_lock_is_run_again(
    notebook: ServiceUnderTest, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    author = a_citizen(tenant)
    note = await notebook.run(write_note, WriteNote("à sceller"), actor=author)
    database, met = notebook.service.database, 0
    held = database.transaction(author)
    other = await held.__aenter__()
    assert (await other.execute(select(notes.c.id).where(notes.c.id == note.id).with_for_update())).one()

    async def let_go() -> None:
        nonlocal met
        met += 1
        await held.__aexit__(None, None, None)

    monkeypatch.setattr(patient, "_pause", let_go)
    sealed = await PatientCommands(database, notebook.commands._unit_of_work).run(
        seal_note, SealNote(note.id), actor=author
    )

    assert (met, sealed.status) == (1, "sealed")
    assert len(await notebook.published(tenant)) == 2


async def test_after_thirty_times_it_says_what_it_met(
    notebook: ServiceUnderTest, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    tried = 0

    async def locked(command: object, uow: UnitOfWork) -> None:
        nonlocal tried
        tried += 1
        raise StillRunning

    async def no_pause() -> None:
        pass

    monkeypatch.setattr(patient, "_pause", no_pause)
    with pytest.raises(StillRunning):
        await PatientCommands(notebook.service.database, notebook.commands._unit_of_work).run(
            locked, object(), actor=a_citizen(tenant)
        )

    assert tried == patient.TRIES
