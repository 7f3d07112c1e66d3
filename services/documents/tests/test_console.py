"""The console: a file read with a grant, and the checks that need watching."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from samples import a_jpeg, a_locked_pdf, a_pdf, an_infected_pdf
from vault import Vault

from kit.actors import a_citizen, a_member

pytestmark = pytest.mark.requirement("DV-03")


async def test_an_agent_reads_in_the_browser_and_the_person_sees_who_and_why(vault: Vault, tenant: UUID):
    sender, agent, bundle = a_citizen(tenant), a_member(tenant), uuid4()
    picture = await vault.a_file(sender, a_jpeg(), bundle=bundle, name="carte.jpg")
    letter = await vault.a_file(sender, a_pdf(), bundle=bundle)
    await vault.check_everything()

    answers = {
        file: await vault.call(
            agent, "GET", "/console/view", params={"grant": vault.view_grant(agent, bundle, file, purpose="Contrôle")}
        )
        for file in (picture, letter)
    }

    assert {answer.status_code for answer in answers.values()} == {200}
    assert answers[picture].headers["content-disposition"].startswith('inline; filename="carte.jpg"')
    assert answers[picture].headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "script-src" not in answers[letter].headers["content-security-policy"]
    lines = (await vault.call(sender, "GET", "/v1/safe/journal")).json()["items"]
    assert {(line["file_id"], line["by"], line["purpose"]) for line in lines} == {
        (picture, "agent", "Contrôle"),
        (letter, "agent", "Contrôle"),
    }


async def test_without_a_valid_grant_of_one_s_own_the_page_says_no(vault: Vault, tenant: UUID):
    sender, agent, other, bundle = a_citizen(tenant), a_member(tenant), a_member(tenant), uuid4()
    file = await vault.a_file(sender, bundle=bundle)
    await vault.check_everything()
    grant = vault.view_grant(agent, bundle, file)

    stolen = await vault.call(other, "GET", "/console/view", params={"grant": grant})
    upload = await vault.call(agent, "GET", "/console/view", params={"grant": vault.upload_grant(agent, bundle)})
    citizen = await vault.call(sender, "GET", "/console/view", params={"grant": vault.view_grant(sender, bundle, file)})

    assert (stolen.status_code, upload.status_code, citizen.status_code) == (404, 403, 401)
    assert "Rechargez la page" in upload.text


async def test_a_grant_is_worth_a_minute(vault: Vault, tenant: UUID):
    from datetime import timedelta

    sender, agent, bundle = a_citizen(tenant), a_member(tenant), uuid4()
    file = await vault.a_file(sender, bundle=bundle)
    await vault.check_everything()
    vault.clock.move(timedelta(seconds=-61))
    grant = vault.view_grant(agent, bundle, file)
    vault.clock.reset()

    assert (await vault.call(agent, "GET", "/console/view", params={"grant": grant})).status_code == 403


async def test_those_who_watch_the_checks_see_what_failed_and_no_name(vault: Vault, tenant: UUID):
    watcher, sender = a_member(tenant, "documents.scans.read"), a_citizen(tenant)
    for content in (an_infected_pdf(), a_locked_pdf(), a_pdf()):
        await vault.a_file(sender, content, bundle=uuid4(), name="secret-name.pdf")
    await vault.check_everything()
    await vault.a_file(sender, bundle=uuid4())

    answer = await vault.call(watcher, "GET", "/console")

    assert answer.status_code == 200, answer.text
    assert "1 fichier attend son contrôle" in answer.text
    assert "Eicar-Test-Signature" in answer.text
    assert "mot de passe" in answer.text
    assert "secret-name" not in answer.text
    assert (await vault.call(a_member(tenant), "GET", "/console")).status_code == 403
    elsewhere = await vault.call(a_member(None, "documents.scans.read"), "GET", "/console")
    assert "Eicar" not in elsewhere.text
    in_english = await vault.call(replace(watcher, locale="en"), "GET", "/console")
    assert "This PDF is protected by a password: remove it and try again." in in_english.text
