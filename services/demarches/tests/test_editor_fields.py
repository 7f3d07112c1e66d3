"""What the editor's pages have fields for: agendas, kinds of days, reasons of conditions."""

import json
import re
from datetime import UTC, datetime

import pytest
from agendas import opens_calendar
from editors import HOME, Author
from towns import Town


@pytest.mark.requirement("RV-01")
async def test_an_appointment_is_asked_for_in_one_of_the_agendas_that_are_checked(town: Town):
    author = Author(town)
    address = await author.begins()
    none = (await author.opens(f"{address}/appointment")).text
    calendar = await opens_calendar(town, now=None)
    boxes = (await author.opens(f"{address}/appointment")).text

    checked = await author.saves(address, "appointment", **{f"calendar-{calendar}": "1"}, mandatory="1", units="2")
    kept = (await author.content(address))["appointment"]
    page = (await author.opens(f"{address}/appointment")).text
    published = await author.publishes(address)
    await author.saves(address, "appointment", units="2")

    assert "Aucun agenda" in none
    assert f'name="calendar-{calendar}"' in boxes
    assert (checked.status_code, published.status_code) == (303, 303)
    assert kept == {"calendars": [str(calendar)], "units": 2}
    assert re.search(rf'name="calendar-{calendar}" value="1" checked', page)
    assert "appointment" not in await author.content(address)


@pytest.mark.requirement("DM-03")
async def test_the_days_of_opening_are_chosen_in_the_browser_and_count_in_paris(town: Town):
    author = Author(town)
    address = await author.begins()
    said = {"title": "Prêt", "summary": "S", "what_you_get": "W", "department": str(town.department_id)}
    first = {"opens-day": "25", "opens-month": "10", "opens-year": "2026"}
    last = {"closes-day": "28", "closes-month": "3", "closes-year": "2027"}

    saved = await author.saves(address, "texts", **said, **first, **last)
    page = (await author.opens(f"{address}/texts")).text
    content = await author.content(address)
    odd = await author.saves(address, "texts", **said, **last, **(first | {"opens-day": "32"}))
    reversed_ = await author.saves(address, "texts", **said, **last, **(first | {"opens-year": "2028"}))

    assert (saved.status_code, odd.status_code, reversed_.status_code) == (303, 422, 422)
    # The night of each is one when clocks change: midnight is told by Paris.
    moments = [datetime.fromisoformat(content[name]) for name in ("opens_at", "closes_at")]
    assert [moment.astimezone(UTC).isoformat() for moment in moments] == [
        "2026-10-24T22:00:00+00:00",
        "2027-03-28T22:00:00+00:00",
    ]
    assert 'name="closes-day"' in page
    assert 'value="28"' in page
    assert "Indiquez un jour qui existe." in odd.text
    assert "Le dernier jour ne peut pas précéder le premier." in reversed_.text
    cleared = await author.saves(address, "texts", **said, **dict.fromkeys([*first, *last], ""))
    assert cleared.status_code == 303
    assert not (await author.content(address)).keys() & {"opens_at", "closes_at"}


@pytest.mark.requirement("DM-18")
async def test_working_days_and_the_last_month_to_ask_are_chosen_in_the_browser(town: Town):
    author = Author(town)
    address = await author.begins()
    rule = {"silence": "acceptance", "months": "0", "days": "15", "counted": "ouvrables", "ask_within": "1"}

    await author.saves(address, "clock", **rule, missing="restarts", articles="CRPA L231-1")
    page = (await author.opens(f"{address}/clock")).text
    clock = (await author.content(address))["clock"]

    assert (clock["days"], clock["counted"], clock["ask_within_months"]) == (15, "ouvrables", 1)
    assert 'value="ouvrables" checked' in page


@pytest.mark.requirement("DM-18")
@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"months": "999999"}, "months", "120 au plus"),
        ({"days": "100000000", "counted": "ouvres"}, "days", "3660 au plus"),
        ({"months": "2", "ask_within": "121"}, "ask_within", "120 au plus"),
        ({"months": "0", "days": "0"}, "months", "sans délai"),
    ],
)
async def test_a_period_without_end_or_without_length_is_refused_beside_its_field(
    town: Town, typed: dict[str, str], field: str, said: str
):
    author = Author(town)
    address = await author.begins()

    refused = await author.saves(address, "clock", silence="acceptance", missing="restarts", **typed)

    assert refused.status_code == 422
    assert said in refused.text.split(f'id="champ-{field}-erreur"')[1].split("</p>")[0]


@pytest.mark.requirement("DM-18")
async def test_silence_without_a_period_is_not_published_by_a_file_either(town: Town):
    author = Author(town)
    address = await author.begins()
    content = await author.content(address) | {"clock": {"silence": "acceptance"}}
    file = json.dumps({"format": "parvis-definition-1", "content": content})
    sent = {"title": "Importée", "theme": str(town.theme_id), "department": str(town.department_id), "file": file}
    made = await author.posts(HOME, HOME, **sent)

    refused = await author.publishes(made.headers["location"].removesuffix("/texts"))

    assert refused.status_code == 422
    assert "sans délai" in refused.text


@pytest.mark.requirement("DM-17")
async def test_the_reason_of_a_condition_stays_and_an_information_is_written_in_its_field(town: Town):
    author = Author(town)
    address = await author.begins()
    await author.saves(address, "form", within="demande", kind="information")
    content = await author.content(address)
    content["form"]["steps"][1]["items"][0]["show_if"] = {"when": "email != null", "because": "Il faut un courriel."}
    made = await author.posts(
        HOME, HOME, title="Avec raison", theme=str(town.theme_id), department=str(town.department_id),
        file=json.dumps({"format": "parvis-definition-1", "content": content}),
    )  # fmt: skip
    other = made.headers["location"].removesuffix("/texts")

    chosen = {"show_if-how": "all", "show_if-0-about": "email", "show_if-0-is": "given", "show_if-0-value": ""}
    because = {"show_if-because": "Il faut un courriel."}
    await author.saves(other, "items/request", label="Demande", id="request", required="yes", **chosen, **because)
    await author.saves(
        other, "items/information_1", id="information_1", text="Lisez ceci.", **{"text-en": "Read this."}
    )
    items = (await author.content(other))["form"]["steps"][1]["items"]

    assert items[0]["show_if"] == {"when": "email != null", "because": "Il faut un courriel."}
    assert items[1]["text"] == {"fr": "Lisez ceci.", "en": "Read this."}
