"""The exercise « Analyse des pièces en panne »: checks and copies that never get anywhere. It is said, and it heals."""

import sys
from datetime import timedelta
from html import unescape
from uuid import UUID, uuid4

import pytest
from samples import a_jpeg
from test_reading_grants import views
from vault import Vault

from documents.scanning import process
from documents.scanning.hatchery import ChecksFailed, Hatchery
from documents.scanning.process import Checks
from kit.actors import a_citizen, a_member

NEVER = Hatchery((sys.executable, "-I", "-c", "import time; time.sleep(3600)"))


@pytest.mark.requirement("DV-04")
async def test_an_agent_is_told_that_a_piece_waits_and_reads_it_once_it_heals(
    vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch
):
    camille, agent = a_citizen(tenant), a_member(tenant)
    bundle = uuid4()
    before = await vault.a_file(camille, a_jpeg(), bundle=bundle, name="carte.jpg")
    await vault.check_everything()

    with monkeypatch.context() as exercise:
        exercise.setattr(vault.service.app.state.checks, "hatchery", NEVER)
        exercise.setattr(process, "WITHIN", 0.3)
        exercise.setattr(process, "LOOKED_AT_WITHIN", 0.3)
        sent_meanwhile = await vault.a_file(camille, a_jpeg(), bundle=bundle, name="facture.jpg")
        await vault.check_everything()
        status = await vault.status(sent_meanwhile)
        unchecked = await views(vault, agent, bundle, sent_meanwhile)
        checked = await views(vault, agent, bundle, before)
        own = await vault.read(camille, before, bundle=bundle, grant=vault.upload_grant(camille, bundle))
    vault.clock.move(timedelta(minutes=11))
    await vault.check_everything()
    healed = [await views(vault, agent, bundle, file) for file in (before, sent_meanwhile)]

    assert status == "scan_error"
    assert (unchecked.status_code, checked.status_code, own.status_code) == (409, 409, 200)
    assert "en cours d’analyse" in unescape(unchecked.text)
    assert "ne peut pas être préparée pour le moment" in unescape(checked.text)
    assert [answer.status_code for answer in healed] == [200, 200]


async def test_whoever_watches_is_told_though_no_piece_waits(monkeypatch: pytest.MonkeyPatch):
    checks = Checks(NEVER)
    await checks.try_one()

    monkeypatch.setattr(process, "TRIED_WITHIN", 0.3)
    for command in ("import time; time.sleep(3600)", "raise SystemExit(3)"):
        monkeypatch.setattr(process, "TRIAL", (sys.executable, "-I", "-c", command))
        with pytest.raises(ChecksFailed):
            await checks.try_one()
