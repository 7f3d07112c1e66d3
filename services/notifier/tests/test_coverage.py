"""Whom the letter does not reach, by theme and by kind of reader."""

import pytest
from test_newsletters import EDIT, LETTER, a_theme

from kit.actors import a_citizen, a_member


@pytest.mark.requirement("NT-02")
async def test_a_theme_that_nobody_receives_is_seen_with_those_who_ticked_it_for_nothing(notifier, tenant):
    editor = a_member(tenant, EDIT)
    read, unread = await a_theme(notifier, editor, "Lus"), await a_theme(notifier, editor, "Oubliés")

    async def chooses(person, theme: str, *, letter: bool):
        choice = {"letter": letter, "themes": [theme], "locale": "fr"}
        answer = await notifier.call(person, "PUT", f"{LETTER}/subscription", json=choice)
        assert answer.status_code == 200

    await chooses(a_citizen(tenant), read, letter=True)
    await chooses(a_citizen(tenant), unread, letter=False)

    page = await notifier.call(editor, "GET", "/console/lettres/couverture")

    assert page.status_code == 200
    lines = {row.split("</tr>")[0] for row in page.text.split("<tr")}
    [lus] = [line for line in lines if "Lus" in line and "<td" in line and "Gamme Oubliés" not in line]
    [forgotten] = [line for line in lines if "Oubliés" in line and "<td" in line]
    assert "Personne ne le reçoit" in forgotten
    assert "Personne ne le reçoit" not in lus
    assert "Aucun agent ne reçoit la lettre" in page.text
    assert "Aucun espace personnel ne reçoit la lettre" not in page.text


@pytest.mark.requirement("NT-02")
async def test_without_themes_it_says_where_to_begin(notifier):
    page = await notifier.call(a_member(None, EDIT), "GET", "/console/lettres/couverture")

    assert "Aucun thème" in page.text
