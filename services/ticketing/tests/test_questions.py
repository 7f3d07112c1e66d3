"""The questions of a service's form, written on its page: added, moved, taken away, looked at, kept when the service is."""

import json
from html import unescape
from html.parser import HTMLParser
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from support_portal import Portal
from test_set_up import a_product, an_entry, keep, the_boss

from ticketing.domain import questions as form
from ticketing.domain.questions import Document

TWO = json.dumps(
    {
        "version": 1,
        "steps": [
            {
                "id": "request",
                "title": "Votre demande",
                "items": [
                    {"kind": "yes_no", "id": "session", "label": {"fr": "Une session ?", "en": "A session?"}},
                    {
                        "kind": "phone",
                        "id": "phone",
                        "label": "Téléphone",
                        "required": {"when": "session == true", "because": "Il nous faut un numéro."},
                    },
                ],
            }
        ],
    }
)


class Fields(HTMLParser):
    """What a browser would send of the service's own form, but for its buttons."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._inside = False
        self._name = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        self._inside = "/reglages/services/" in of.get("action", "") if tag == "form" else self._inside
        if not self._inside:
            return
        if tag == "input" and (of.get("type") != "checkbox" or "checked" in of):
            self.sent[of.get("name", "")] = of.get("value", "")
        elif tag in ("textarea", "select"):
            self._name = of.get("name", "")
            self.sent[self._name] = ""
        elif tag == "option" and "selected" in of:
            self.sent[self._name] = of.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._inside and self.get_starttag_text() and (self.get_starttag_text() or "").startswith("<textarea"):
            self.sent[self._name] += data.lstrip("\n")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"


class Editor:
    """Somebody at the page of one service."""

    def __init__(self, portal: Portal, entry: UUID) -> None:
        self.portal, self.path = portal, f"reglages/services/{entry}"
        self.shown: dict[str, str] = {}
        self.answer: httpx.Response | None = None

    async def opens(self) -> "Editor":
        page = await self.portal.call(the_boss(self.portal), "GET", f"/console/{self.path}")
        self.shown = Fields(page.text).sent
        return self

    async def presses(self, act: str = "", **typed: str) -> "Editor":
        self.shown |= {name.replace("__", "-"): value for name, value in typed.items()}
        sent = {name: value for name, value in self.shown.items() if name not in ("csrf_token", "")}
        self.answer = await keep(self.portal, self.path, **sent, **({"act": act} if act else {}))
        self.shown = Fields(self.answer.text).sent or self.shown
        return self

    @property
    def status(self) -> int:
        return self.answer.status_code if self.answer else 0

    @property
    def page(self) -> str:
        return unescape(self.answer.text) if self.answer else ""

    async def kept(self) -> list[dict[str, Any]]:
        [row] = await self.portal.service.rows(
            "select f.form, f.number from entry_forms f join catalogue_entries e on e.tenant = f.tenant "
            "and e.id = f.entry_id and e.number = f.number where e.id = :id",
            id=UUID(self.path.split("/")[-1]),
        )
        return row["form"]["steps"][0]["items"]


async def at_the_page(portal: Portal, questions: str = TWO) -> Editor:
    entry, _ = await an_entry(portal, await a_product(portal), form=questions)
    return await Editor(portal, entry).opens()


@pytest.mark.requirement("TK-01")
async def test_questions_are_added_with_their_words_and_asked_at_once(portal: Portal):
    editor = await at_the_page(portal)

    await editor.presses("add", add_kind="choice")
    await editor.presses(
        q__2__label_fr="Sur quel poste ?", q__2__options="Windows\nÉcran tactile | Touch screen", q__2__required="yes"
    )

    added = (await editor.kept())[2]
    assert editor.status == 303
    assert added == {
        "kind": "choice",
        "id": "question_1",
        "label": "Sur quel poste ?",
        "required": True,
        "options": [
            {"value": "windows", "label": "Windows"},
            {"value": "ecran_tactile", "label": {"fr": "Écran tactile", "en": "Touch screen"}},
        ],
    }
    answers = {"session": False, "question_1": "windows"}
    ticket = await portal.open(entry="assistance-vigie", answers=answers)
    assert ["Sur quel poste ?", "Windows"] in [
        [line["label"], line["value"]] for line in (await portal.show(ticket))["answers"]
    ]


@pytest.mark.requirement("TK-01")
async def test_an_act_shows_what_it_did_and_keeps_nothing(portal: Portal):
    editor = await at_the_page(portal)

    await editor.presses("up-1", q__0__label_fr="Une session à distance ?")

    assert editor.status == 200
    assert "Rien n’est encore enregistré" in editor.page
    assert [editor.shown["q-0-label_fr"], editor.shown["q-1-label_fr"]] == ["Téléphone", "Une session à distance ?"]
    assert [one["id"] for one in await editor.kept()] == ["session", "phone"]


@pytest.mark.requirement("TK-01")
async def test_what_the_page_has_no_field_for_is_kept_as_it_was_and_nothing_changed_is_no_new_version(portal: Portal):
    editor = await at_the_page(portal)
    before = await editor.kept()

    await editor.presses()

    assert await editor.kept() == before
    catalogue = await portal.call(the_boss(portal), "GET", "/console/reglages/catalogue")
    assert "version 2" not in catalogue.text


@pytest.mark.requirement("TK-01")
async def test_a_question_may_depend_on_an_earlier_answer_and_says_so_in_words(portal: Portal):
    editor = await at_the_page(portal)
    page = unescape((await portal.call(the_boss(portal), "GET", f"/console/{editor.path}")).text)
    assert "Si « Une session ? » : Oui" in page

    await editor.presses(q__1__show_if="session == false", q__1__required="")

    phone = (await editor.kept())[1]
    assert (phone["show_if"], "required" in phone) == ("session == false", False)


@pytest.mark.requirement("TK-01")
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"q__0__label_fr": " "}, "q-0-label_fr"),
        ({"q__1__rest": "{"}, "q-1-rest"),
        ({"q__1__id": "session"}, "q-1-id"),
        ({"q__0__show_if": "session =="}, "q-0-show_if"),
        ({"q__1__show_if": "nobody == true"}, "q-1-show_if"),
    ],
)
async def test_what_is_wrong_with_a_question_is_said_beside_its_field_in_french(
    typed: dict[str, str], field: str, portal: Portal
):
    editor = await at_the_page(portal)

    await editor.presses(**typed)

    assert editor.status == 422
    assert f'href="#champ-{field}"' in editor.page
    assert editor.shown[field] == next(iter(typed.values()))
    assert len(await editor.kept()) == 2


async def test_a_form_without_questions_is_refused_in_words(portal: Portal):
    editor = await at_the_page(portal)

    await editor.presses("remove-1")
    await editor.presses("remove-0")
    await editor.presses()

    assert editor.status == 422
    assert "ajoutez au moins une question" in editor.page


async def test_a_new_service_begins_with_one_question_and_keeps_what_was_typed_through_an_act(portal: Portal):
    await a_product(portal)
    editor = Editor(portal, uuid4())
    page = await portal.call(the_boss(portal), "GET", "/console/reglages/services/nouveau")
    editor.shown = Fields(page.text).sent

    await editor.presses("add", label_fr="Aide Vigie", add_kind="yes_no")

    assert "Nouveau service" in editor.page
    assert (editor.shown["label_fr"], editor.shown["new"]) == ("Aide Vigie", "true")
    assert "q-1-label_fr" in editor.shown


# -- the document ------------------------------------------------------------------------------------------------------


def a_form(*steps: list[str]) -> Document:
    return {
        "version": 1,
        "steps": [
            {"id": f"step_{place}", "title": "Étape", "items": [{"kind": "text", "id": name} for name in names]}
            for place, names in enumerate(steps)
        ],
    }


def ids(document: Document) -> list[list[str]]:
    return [[item["id"] for item in step["items"]] for step in document["steps"]]


@pytest.mark.parametrize(
    ("number", "by", "expected"),
    [
        (0, 1, [["b", "a"], ["c"]]),
        (1, 1, [["a", "c"], ["b"]]),
        (2, -1, [["a", "c"], ["b"]]),
        (0, -1, [["a", "b"], ["c"]]),
        (2, 1, [["a", "b"], ["c"]]),
        (9, 1, [["a", "b"], ["c"]]),
    ],
)
def test_a_question_moves_one_place_also_from_step_to_step(number: int, by: int, expected: list[list[str]]):
    before = a_form(["a", "b"], ["c"])

    assert ids(form.moved(before, number, by)) == expected
    assert ids(before) == [["a", "b"], ["c"]]


def test_a_pointer_into_the_form_names_its_question():
    document = a_form(["a", "b"], ["c"])

    assert [form.place_of(document, f"/steps/{step}/items/{item}/show_if") for step, item in ((0, 1), (1, 0))] == [1, 2]
    assert form.place_of(document, "/steps/1") is None
