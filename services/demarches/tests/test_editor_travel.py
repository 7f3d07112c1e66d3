"""« Voyager dans le temps »: what becomes of a trial sent on one day and looked at on another, as the author's page tells it."""

import json
from typing import Any

import pytest
from editors import HOME, Author
from towns import Town

RULE = {"silence": "acceptance", "months": 2, "articles": ["CRPA L231-1"]}
WINTER = {"kind": "text", "id": "heater", "label": "Votre chauffage", "show_if": 'today >= date("2027-11-01")'}


async def tried(town: Town) -> tuple[Author, str]:
    """A démarche with a question of the winter, open until Christmas, and a trial that gives no answer to it."""
    author = Author(town)
    content = await author.content(await author.begins())
    content["form"]["steps"][1]["items"].append(WINTER)
    content |= {"clock": RULE, "closes_at": "2027-12-24T12:00:00Z"}
    content["trials"] = [{"name": "Au printemps", "on": "2027-03-27", "answers": {}}]
    file = json.dumps({"format": "parvis-definition-1", "content": content})
    sent = {"title": "Au fil de l’an", "theme": str(town.theme_id), "department": str(town.department_id), "file": file}
    made = await author.posts(HOME, HOME, **sent)
    assert made.status_code == 303, made.text
    return author, made.headers["location"].removesuffix("/texts")


def days(on: tuple[Any, Any, Any], seen: tuple[Any, Any, Any]) -> str:
    parts = [("on", on), ("seen", seen)]
    return "&".join(
        f"{name}-{part}={value}"
        for name, day in parts
        for part, value in zip(("day", "month", "year"), day, strict=True)
    )


@pytest.mark.requirement("DM-17")
async def test_a_trial_is_told_as_of_another_day_and_nothing_of_it_is_kept(town: Town):
    author, address = await tried(town)
    before = await author.content(address)

    still = (await author.opens(f"{address}/trials/1")).text
    spring = (await author.opens(f"{address}/trials/1?{days((27, 3, 2027), (27, 5, 2027))}")).text
    after = (await author.opens(f"{address}/trials/1?{days((27, 3, 2027), (28, 5, 2027))}")).text
    winter = (await author.opens(f"{address}/trials/1?{days((2, 11, 2027), (3, 11, 2027))}")).text
    closed = (await author.opens(f"{address}/trials/1?{days((27, 12, 2027), (27, 12, 2027))}")).text

    asked = "<dt>Demandées</dt><dd>Votre chauffage"
    assert 'role="status">\n' not in still.split('id="voyage"')[1].split("</section>")[0]
    assert ("mai 2027, elle est réputée acceptée" in spring, "mai 2027, elle est réputée acceptée" in after) == (
        False,
        True,
    )
    assert ("27 mai 2027" in spring, "2 janvier 2028" in winter) == (True, True)
    assert (asked in spring, asked in winter) == (False, True)
    assert ("n’est pas ouverte" in spring, "n’est pas ouverte" in closed) == (False, True)
    assert await author.content(address) == before


@pytest.mark.requirement("DM-17")
async def test_a_day_that_does_not_exist_is_said_beside_its_field(town: Town):
    author, address = await tried(town)

    page = (await author.opens(f"{address}/trials/1?{days((29, 2, 2027), (1, 3, 2027))}")).text

    assert 'id="champ-on-erreur"' in page
    assert 'id="champ-seen-erreur"' not in page
    assert 'name="on-day" value="29"' in page


@pytest.mark.requirement("DM-17")
async def test_the_last_year_of_the_calendar_is_travelled_to(town: Town):
    author, address = await tried(town)

    page = await author.opens(f"{address}/trials/1?{days((31, 12, 9999), (31, 12, 9999))}")

    assert page.status_code == 200
    assert "30 décembre 9999" in page.text
