"""What the notifier is told when it asks what to write to whom."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from letters_written import written
from towns import Town

from contracts.asks import AskMessageFacts
from contracts.messages import BY_KEY
from demarches.domain.rules import ClockRule, Silence
from demarches.events.message_facts import facts_for
from kit.actors import a_citizen, a_visitor


@pytest.mark.requirement("DM-18")
async def test_the_acknowledgement_holds_the_mentions_of_r112_5(town: Town):
    await town.offers()
    town.service.clock.stop_at(datetime(2026, 3, 27, 13, tzinfo=UTC))
    camille = town.citizen()
    dossier_id = await town.submitted(camille)

    facts = await written(town, "dossier.submitted")

    assert facts.template == "dossier_received"
    assert [(r.account_id, r.email) for r in facts.recipients] == [(camille.subject, None)]
    assert facts.values["reference"] == "PLA-2026-000001"
    assert facts.values["link"] == f"http://plassans.localhost:8000/mes-demandes/{dossier_id}"
    legal = facts.values["legal"]
    assert "reçue le 27 mars 2026" in legal
    for mention in ("Service Déchets", "1, place de la Sous-Préfecture", "dechets@plassans.example", "04 42 00 00 09"):
        assert mention in legal
    assert "au soir du 27 mai 2026" in legal
    assert "réputée acceptée à compter du 28 mai 2026 (CRPA L231-1)" in legal
    assert "L232-3" in legal


@pytest.mark.requirement("DM-18")
async def test_who_asked_in_english_reads_the_mentions_in_english_before_those_that_bind(town: Town):
    await town.offers()
    town.service.clock.stop_at(datetime(2026, 3, 27, 13, tzinfo=UTC))
    await town.submitted(a_citizen(town.tenant, locale="en"))

    legal = (await written(town, "dossier.submitted")).values["legal"]

    english, binding = legal.split("\n\nThe text that counts in law is in French:\n\n")
    assert "received on 27 March 2026" in english
    assert "CRPA L231-1" in english
    assert "reçue le 27 mars 2026" in binding
    assert "réputée acceptée à compter du 28 mai 2026" in binding


@pytest.mark.requirement("DM-18")
async def test_an_implicit_rejection_says_so_and_how_to_appeal(town: Town):
    rule = ClockRule(silence=Silence.REJECTION, months=2, articles=("CRPA L231-4",), then="Tribunal administratif.")
    await town.offers(clock=rule)
    await town.submitted(town.citizen())

    legal = (await written(town, "dossier.submitted")).values["legal"]

    assert "réputée rejetée" in legal
    assert "Tribunal administratif." in legal


@pytest.mark.requirement("DM-10")
async def test_a_visitor_is_written_to_at_the_address_given_with_a_link_to_the_status(town: Town):
    await town.offers()
    visitor = a_visitor(town.tenant)
    tracking = (await town.submits(visitor, await town.filled(visitor))).json()["tracking"]

    facts = await written(town, "dossier.submitted")

    assert [(r.email, r.name) for r in facts.recipients] == [("camille@plassans.example", "Camille Rougon")]
    assert facts.values["link"] == f"http://plassans.localhost:8000/suivi/{tracking}"


async def test_a_visitor_who_left_no_address_is_not_written_to(town: Town):
    await town.offers()
    visitor = a_visitor(town.tenant)
    dossier_id = await town.begun(visitor)
    await town.saves(visitor, dossier_id, "me", {"applicant": {"family_name": "R", "given_names": "C"}})
    await town.saves(visitor, dossier_id, "wishes", {"wish": "un bac"})
    await town.submits(visitor, dossier_id)

    assert (await written(town, "dossier.submitted")).recipients == ()


@pytest.mark.requirement("DM-13")
async def test_each_mail_has_what_its_template_needs(town: Town):
    await town.offers()
    camille, agent = town.citizen(), town.agent()
    first, second = await town.submitted(camille), await town.submitted(camille)
    asked = {"type": "proof", "label": "Justificatif de domicile"}
    await town.call(agent, "POST", f"/dossiers/{first}/piece-requests", json=asked)
    await town.call(agent, "POST", f"/dossiers/{first}/messages", json={"body": "Bonjour"})
    await town.call(agent, "POST", f"/dossiers/{first}/decision", json={"outcome": "refused", "reasons": "Hors zone."})
    await town.call(camille, "POST", f"/dossiers/{second}/cancellation", json={"confirm": True})

    sent = [
        await written(town, type)
        for type in (
            "dossier.submitted",
            "dossier.incomplete",
            "message.posted",
            "dossier.decided",
            "dossier.cancelled",
        )
    ]

    assert [facts.template for facts in sent] == [
        "dossier_received",
        "piece_requested",
        "message_from_town",
        "dossier_decided",
        "dossier_cancelled",
    ]
    for facts in sent:
        needed = {p.name for p in BY_KEY[facts.template].placeholders if not p.optional}
        assert needed <= facts.values.keys()
    assert sent[1].values["link"].endswith(f"{first}/pieces")
    assert sent[2].values["link"].endswith(f"{first}/echanges")
    assert sent[1].values["piece"] == "Justificatif de domicile"
    assert sent[3].values["legal"] == "Recours sous deux mois."


@pytest.mark.requirement("DM-18")
async def test_a_decision_notified_electronically_is_announced_and_nothing_of_it_told_before_it_is_consulted(
    town: Town,
):
    await town.offers()
    camille, agent = town.citizen(), town.agent()
    dossier_id = await town.submitted(camille)
    agreed = await town.call(camille, "PUT", f"/dossiers/{dossier_id}/notification-agreement", json={"agreed": True})
    refused = {"outcome": "refused", "reasons": "Hors zone."}
    decided = await town.call(agent, "POST", f"/dossiers/{dossier_id}/decision", json=refused)

    legal = (await written(town, "dossier.decided")).values["legal"]

    assert (agreed.is_success, decided.is_success) == (True, True)
    assert "réputée notifiée le" in legal
    assert "Recours sous deux mois." not in legal


@pytest.mark.requirement("DM-12")
async def test_what_the_citizen_writes_is_mailed_to_nobody(town: Town):
    await town.offers()
    camille = town.citizen()
    dossier_id = await town.submitted(camille)
    await town.call(camille, "POST", f"/dossiers/{dossier_id}/messages", json={"body": "Merci"})

    assert (await written(town, "message.posted")).recipients == ()


async def test_an_event_that_calls_for_no_mail_gets_no_recipient(town: Town):
    asked = AskMessageFacts(
        tenant=town.tenant, event_id=uuid4(), event_type="demarches.message.read.v1", data={"dossier_id": str(uuid4())}
    )

    facts = await facts_for(asked, town.service.service.queries, None, town.service.clock)  # pyright: ignore

    assert facts.recipients == ()
