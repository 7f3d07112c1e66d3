"""The desk, as agents see it: lists, filters, kept views, many at once, exports, who has what."""

import csv
import io
import zipfile
from uuid import UUID, uuid4

import pytest
from desks import HEADERS, Desk
from test_desk import another_department, works_for
from towns import Town, found_town

from demarches.domain.policies import READ
from kit.trips import trips_of


async def reference(town: Town, dossier_id: str) -> str:
    return (await town.call(town.agent(), "GET", f"/dossiers/{dossier_id}/instruction")).json()["dossier"]["reference"]


@pytest.mark.requirement("DM-16")
async def test_filters_narrow_the_list_and_an_empty_one_says_what_to_do(town: Town):
    await town.offers()
    await town.offers("autre", title="Une autre démarche")
    one, other = await town.submitted(town.citizen()), await town.submitted(town.citizen(), "autre")
    desk = Desk(town)

    narrowed = await desk.opens("/demarches/?demarche=autre")
    nothing = await desk.opens("/demarches/?q=introuvable")
    odd = await desk.opens("/demarches/?vue=x&service=x&etat=x&agent=x&tri=x")

    assert (other in narrowed.text, one in narrowed.text) == (True, False)
    assert "Aucune demande ne correspond" in nothing.text
    assert odd.status_code == 200


@pytest.mark.requirement("DM-16")
async def test_demarches_to_choose_from_stand_in_the_order_of_their_titles(town: Town):
    for slug, title in (("a", "Élire domicile"), ("b", "Signaler"), ("c", "Abattre un arbre"), ("d", "Étal")):
        await town.offers(slug, title=title)
    desk = Desk(town)

    pages = [(await desk.opens(path)).text for path in ("/demarches/", "/demarches/organisation")]

    titles = ("Abattre un arbre", "Élire domicile", "Étal", "Signaler")
    for page in pages:
        places = [page.index(title) for title in titles]
        assert places == sorted(places)


@pytest.mark.requirement("DM-16")
async def test_the_preview_shows_the_dossier_beside_the_list_and_is_written_down(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    desk = Desk(town)

    page = await desk.opens(f"/demarches/?apercu={dossier_id}")

    assert 'id="apercu"' in page.text
    assert "un bac bleu" in page.text
    lines = await town.service.rows(
        "select 1 from journal where tenant = :t and action = 'demarches.dossier.opened'", t=town.tenant
    )
    assert len(lines) == 1


@pytest.mark.requirement("DM-16")
async def test_the_key_that_takes_a_dossier_serves_beside_a_preview_too(town: Town):
    await town.offers()
    one, other = await town.submitted(town.citizen()), await town.submitted(town.citizen())
    desk = Desk(town)

    page = (await desk.opens(f"/demarches/?vue=all&apercu={one}")).text

    rows = page.split("<tbody")[1].split("</tbody>")[0]
    assert rows.count('data-key="e"') == 2
    assert (
        await desk.posts(f"/demarches/?apercu={one}", f"/demarches/dossiers/{other}/examination")
    ).status_code == 303
    assert (await desk.opens(f"/demarches/?vue=all&apercu={one}")).text.count('data-key="e"') == 1


@pytest.mark.requirement("DM-16")
async def test_a_view_is_kept_shared_and_dropped_by_who_kept_it(town: Town):
    await town.offers()
    desk, colleague = Desk(town), Desk(town)
    query = "vue=all&q=rougon"
    fields = {"query": query, "view-name": "Rougon", "view-shared": "1"}

    nameless = await desk.posts(f"/demarches/?{query}", "/demarches/views", query=query)
    kept = await desk.posts(f"/demarches/?{query}", "/demarches/views", **fields)
    view_id = (await town.service.rows("select id from saved_views where tenant = :t", t=town.tenant))[0]["id"]
    theirs = await colleague.posts("/demarches/organisation", f"/demarches/views/{view_id}/removal")
    seen = await colleague.opens("/demarches/")
    dropped = await desk.posts("/demarches/", f"/demarches/views/{view_id}/removal")

    assert (nameless.status_code, kept.status_code) == (422, 303)
    assert (theirs.status_code, dropped.status_code) == (404, 303)
    assert "Rougon" in seen.text
    assert "Rougon" not in (await colleague.opens("/demarches/?vue=done")).text


@pytest.mark.requirement("DM-16")
async def test_a_view_is_renamed_by_who_kept_it_and_by_nobody_else(town: Town):
    desk, colleague, neighbour = Desk(town), Desk(town), Desk(await found_town(town.service, uuid4()))
    query = "vue=all&q=rue"
    await desk.posts(
        f"/demarches/?{query}", "/demarches/views", query=query, **{"view-name": "Rues", "view-shared": "1"}
    )
    view_id = (await town.service.rows("select id from saved_views where tenant = :t", t=town.tenant))[0]["id"]
    path, named = f"/demarches/views/{view_id}/name", {"view-new-name": "Voirie", "query": query}

    refused = [
        (await one.posts("/demarches/organisation", path, **named)).status_code for one in (colleague, neighbour)
    ]
    empty = await desk.posts(f"/demarches/?{query}", path, query=query, **{"view-new-name": " "})
    renamed = await desk.posts(f"/demarches/?{query}", path, **named)

    rows = await town.service.rows("select name, query, shared from saved_views where tenant = :t", t=town.tenant)
    assert refused == [404, 404]
    assert (empty.status_code, "Donnez un nom à cette vue." in empty.text) == (422, True)
    assert (renamed.status_code, renamed.headers["location"]) == (303, f"/demarches/?{query}")
    assert [tuple(row.values()) for row in rows] == [("Voirie", query, True)]


@pytest.mark.requirement("DM-16")
async def test_a_view_kept_again_under_its_name_takes_the_place_of_the_first(town: Town):
    desk, colleague = Desk(town), Desk(town)
    kept = {"view-name": "Mes retards", "view-shared": "1"}

    for agent, query in ((desk, "vue=late"), (colleague, "vue=all"), (desk, "vue=mine")):
        await agent.posts(f"/demarches/?{query}", "/demarches/views", query=query, **kept)

    rows = await town.service.rows("select query from saved_views where tenant = :t", t=town.tenant)
    assert sorted(row["query"] for row in rows) == ["vue=all", "vue=mine"]


@pytest.mark.requirement("DM-16")
async def test_one_act_on_many_leaves_one_record_each_and_says_which_were_refused(town: Town):
    await town.offers()
    ids = [await town.submitted(town.citizen()) for _ in range(3)]
    await town.call(town.agent(), "POST", f"/dossiers/{ids[0]}/examination")
    desk = Desk(town)

    answer = await desk.sends("/demarches/?vue=all", "/demarches/bulk", {"act": "take", "dossier": ids})

    assert answer.status_code == 200
    assert (answer.text.count("Inchangée</span>"), answer.text.count("Fait</span>")) == (1, 2)
    assert "Un agent instruit déjà cette demande." in answer.text
    events = await town.service.published(town.tenant, type="demarches.dossier.under_examination.v1")
    assert {str(event["aggregate_id"]) for event in events} == set(ids)
    for dossier_id in ids[1:]:
        shown = (await town.call(desk.agent, "GET", f"/dossiers/{dossier_id}/instruction")).json()
        assert shown["examiner"] == str(desk.agent.subject)


@pytest.mark.requirement("DM-16")
async def test_an_act_on_many_without_choice_or_agent_changes_nothing(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    desk = Desk(town)

    none = await desk.sends("/demarches/?vue=all", "/demarches/bulk", {"act": "take"})
    nobody = await desk.sends("/demarches/?vue=all", "/demarches/bulk", {"act": "assign", "dossier": [dossier_id]})

    assert (none.status_code, nobody.status_code) == (422, 422)
    assert "Cochez d’abord les demandes concernées." in none.text
    assert "Choisissez l’agent à qui les confier." in nobody.text
    assert await town.service.published(town.tenant, type="demarches.dossier.assigned.v1") == []


@pytest.mark.requirement("DM-16")
async def test_what_was_ticked_and_written_stays_when_something_is_missing(town: Town):
    await town.offers()
    one, other = await town.submitted(town.citizen()), await town.submitted(town.citizen())
    desk = Desk(town)
    fields = {"query": "vue=all", "act": "forward", "dossier": [one], "text": "Pour la voirie."}

    answer = await desk.sends("/demarches/?vue=all", "/demarches/bulk", fields)

    assert answer.status_code == 422
    assert "Choisissez le service à qui les transmettre." in answer.text
    assert f'value="{one}" checked' in answer.text
    assert f'value="{other}" checked' not in answer.text
    assert '<option value="forward" selected>' in answer.text
    assert "Pour la voirie.</textarea>" in answer.text


@pytest.mark.requirement("DM-16")
async def test_a_note_refused_on_one_of_many_is_given_back(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    desk = Desk(town)
    fields = {"act": "message", "dossier": [dossier_id, str(UUID(int=1))], "text": "Le camion passe jeudi."}

    answer = await desk.sends("/demarches/?vue=all", "/demarches/bulk", fields)

    assert answer.text.count("Inchangée</span>") == 1
    assert "Ce que vous aviez écrit" in answer.text
    assert "Le camion passe jeudi." in answer.text


@pytest.mark.requirement("DM-16")
async def test_exports_hold_what_the_list_holds_with_formulas_defused_and_are_written_down(town: Town):
    """C22."""
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    name = "=cmd|'/c calc'!A1"
    statement = "update dossiers set contact_name = :n where id = :d returning id"
    await town.service.rows(statement, n=name, d=UUID(dossier_id))
    await town.submitted(town.citizen())
    desk = Desk(town)

    csv_file = await desk.opens("/demarches/export/csv?vue=all")
    ods_file = await desk.opens("/demarches/export/ods?vue=all")
    filtered = await desk.opens("/demarches/export/csv?vue=all&q=000001")

    rows = list(csv.reader(io.StringIO(csv_file.content.decode("utf-8-sig")), delimiter=";"))
    assert (rows[0][0], len(rows)) == ("Numéro", 3)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "-"))]
    assert len(filtered.content.decode().splitlines()) == 2
    assert zipfile.ZipFile(io.BytesIO(ods_file.content)).read("mimetype").startswith(b"application/vnd.oasis")
    journal = await town.service.rows(
        "select purpose from journal where tenant = :t and action = 'demarches.queue.exported' order by id",
        t=town.tenant,
    )
    assert [line["purpose"] for line in journal] == ["vue=all", "vue=all", "vue=all&q=000001"]


@pytest.mark.requirement("DM-16")
async def test_an_export_is_complete_past_one_page_and_another_town_s_is_empty(town: Town):
    from kit.actors import a_member

    demarche = await town.offers()
    first = await town.submitted(town.citizen())
    await town.service.rows(
        "with made as (insert into dossiers (tenant, id, demarche_id, definition, status, applicant, has_account, "
        "reference, tracking_key, created_at, changed_at, submitted_at, department_id) select d.tenant, "
        "gen_random_uuid(), d.demarche_id, d.definition, d.status, gen_random_uuid(), true, 'X-' || n, 'k', "
        "d.created_at, d.changed_at, d.submitted_at + n * interval '1 second', d.department_id "
        "from dossiers d, generate_series(1, 600) n where d.id = :d returning 1) select count(*) from made",
        d=UUID(first),
    )

    mine = await Desk(town).opens("/demarches/export/csv?vue=all")
    theirs = await town.service.call(a_member(None, READ), "GET", "/console/export/csv", headers=HEADERS)

    assert demarche
    assert len(mine.content.decode().splitlines()) == 602
    assert len(theirs.content.decode().splitlines()) == 1


@pytest.mark.requirement("DM-16")
async def test_a_page_shown_before_somebody_else_acted_is_answered_with_what_changed(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    desk, address = Desk(town), f"/demarches/dossiers/{dossier_id}"
    page = (await desk.opens(address)).text
    version = page.split('name="version" value="')[1].split('"')[0]
    seen = page.split('name="seen" value="')[1].split('"')[0]
    await town.call(
        town.agent(), "POST", f"/dossiers/{dossier_id}/piece-requests", json={"type": "proof", "label": "Facture"}
    )

    fields = {"version": version, "seen": seen, "piece-label": "Plan de masse", "piece-reason": "Pour voir"}
    answer = await desk.posts(address, f"{address}/piece-requests", **fields)

    assert answer.status_code == 412
    assert "a changé pendant que vous la lisiez" in answer.text
    assert "Facture" in answer.text
    assert "Plan de masse" in answer.text
    assert len(await town.service.published(town.tenant, type="demarches.dossier.incomplete.v1")) == 1


@pytest.mark.requirement("DM-16")
async def test_reasons_of_a_decision_stay_when_somebody_else_acted_meanwhile(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    desk, address = Desk(town), f"/demarches/dossiers/{dossier_id}"
    page = (await desk.opens(f"{address}/decision?issue=refused")).text
    shown = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("version", "seen")}
    body = {"type": "proof", "label": "Facture"}
    await town.call(town.agent(), "POST", f"/dossiers/{dossier_id}/piece-requests", json=body)

    late = await desk.posts(address, f"{address}/decision/refused", **shown, reasons="Hors du secteur.")
    now = {name: late.text.split(f'name="{name}" value="')[1].split('"')[0] for name in ("version", "seen")}
    done = await desk.posts(address, f"{address}/decision/refused", **now, reasons="Hors du secteur.")

    assert (late.status_code, done.status_code) == (412, 303)
    assert "a changé pendant que vous la lisiez" in late.text
    assert "Facture" in late.text
    assert "Hors du secteur." in late.text


@pytest.mark.requirement("DM-16")
@pytest.mark.parametrize(("with_version", "status"), [(True, 412), (False, 409)])
async def test_what_was_written_for_a_request_that_ended_meanwhile_is_given_back(
    town: Town, with_version: bool, status: int
):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    desk, address = Desk(town), f"/demarches/dossiers/{dossier_id}"
    page = await desk.opens(address)
    await desk.posts(address, f"{address}/decision/accepted", reasons="Le dossier est complet.")
    typed = {"piece-label": "Plan", "piece-reason": "Le plan <b>reçu</b> est illisible."}
    seen = {"version": page.text.split('name="version" value="')[1].split('"')[0]} if with_version else {"version": ""}

    late = await desk.posts(address, f"{address}/piece-requests", **typed, **seen)

    assert late.status_code == status
    assert "Ce que vous aviez écrit" in late.text
    assert "Le plan &lt;b&gt;reçu&lt;/b&gt; est illisible." in late.text


@pytest.mark.requirement("DM-16")
async def test_what_changed_is_told_also_without_the_moment_the_page_was_shown_at(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    desk, address = Desk(town), f"/demarches/dossiers/{dossier_id}"
    await desk.opens(address)
    await town.call(
        town.agent(), "POST", f"/dossiers/{dossier_id}/piece-requests", json={"type": "proof", "label": "Facture"}
    )

    answer = await desk.posts(address, f"{address}/piece-requests", **{"version": "0", "piece-label": "Plan de masse"})

    assert answer.status_code == 412
    assert "Facture" in answer.text


@pytest.mark.requirement("DM-16")
async def test_the_dossier_page_gives_forwards_and_consults(town: Town):
    await town.offers()
    enfance, colleague = await another_department(town), await Desk(town).known()
    dossier_id = await town.submitted(town.citizen())
    desk, address = await Desk(town).known(), f"/demarches/dossiers/{dossier_id}"
    await works_for(town, desk, town.department_id)
    await works_for(town, await Desk(town).known(), enfance)
    when = {"opinion-due-day": "1", "opinion-due-month": "6", "opinion-due-year": "2027"}

    asked = await desk.posts(
        address, f"{address}/opinions", **{"opinion-question": "?", "opinion-department": str(enfance), **when}
    )
    given = await desk.posts(address, f"{address}/assignment", **{"assign-examiner": str(colleague.agent.subject)})
    sent = await desk.posts(address, f"{address}/forwarding", **{"forward-department": str(enfance)})

    assert [answer.headers.get("location") for answer in (asked, given, sent)] == [address, address, "/demarches/"]
    assert (await desk.opens(address)).status_code == 404
    shown = await colleague.opens(address)
    assert all(word in shown.text for word in ("Avis demandé", "Demande confiée", "Demande transmise"))
    told = shown.text.partition('"timeline-title">Avis demandé</p>')[2].partition("timeline-title")[0]
    assert "<p>Enfance</p>" in told


@pytest.mark.requirement("DM-16")
async def test_the_queue_costs_the_same_number_of_statements_however_long_it_is(town: Town):
    await town.offers()
    desk = await Desk(town).known()

    async def statements() -> list[str]:
        with trips_of(town.service.service.database) as sent:
            assert (await desk.opens("/demarches/?vue=all")).status_code == 200
        return sent

    await town.submitted(town.citizen())
    await statements()
    short = await statements()
    for _ in range(6):
        await town.submitted(town.citizen())
    long = await statements()

    assert long == short
    assert "select" in " ".join(long).lower()


@pytest.mark.requirement("GW-03")
async def test_a_star_is_explained_once_on_the_page_that_shows_one(town: Town):
    await town.offers()
    dossier_id = await town.submitted(town.citizen())
    desk, note = Desk(town), "Les champs marqués d’un astérisque (*) sont obligatoires."

    marked, plain = await desk.opens(f"/demarches/dossiers/{dossier_id}"), await desk.opens("/demarches/keys")
    folded = (await desk.opens("/demarches/organisation")).text

    assert ('class="required"' in marked.text, marked.text.count(note)) == (True, 1)
    assert (folded.count(note), folded.index("<form", folded.index("Noter une absence")) < folded.index(note)) == (
        1,
        True,
    )
    assert ('class="required"' in plain.text, plain.text.count(note)) == (False, 0)
