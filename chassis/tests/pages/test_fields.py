"""A field says its label, its hint and its error to everyone, and gives back what was typed."""

from collections.abc import Callable
from typing import Any

import pytest

from chassis.pages import FormState, Pages

from .markup import Page

Show = Callable[..., Page]


@pytest.fixture
def show(pages: Pages) -> Show:
    def shown(source: str, **context: Any) -> Page:
        return Page(pages.environment("fr").from_string(source).render(context))

    return shown


@pytest.mark.requirement("GW-03")
def test_a_field_is_tied_to_its_label_hint_and_error(show: Show):
    form = FormState({"name": "Rou"}, {"name": "Indiquez votre nom."})

    page = show('{{ ui.text("name", "Nom", form, hint="Tel qu’à l’état civil.", required=true) }}', form=form)

    field = page.one("input", name="name")
    assert page.one("label")["for"] == field["id"] == "champ-name"
    assert field["aria-describedby"].split() == ["champ-name-erreur", "champ-name-aide"]
    assert page.by_id("champ-name-erreur")
    assert page.by_id("champ-name-aide")
    assert field["aria-invalid"] == "true"
    assert field["value"] == "Rou"
    assert field.get("required") is not None
    assert "Erreur : Indiquez votre nom." in page.text


def test_a_field_without_hint_or_error_describes_nothing(show: Show):
    field = show('{{ ui.text("name", "Nom") }}').one("input")

    assert field.get("aria-describedby") is None
    assert field.get("aria-invalid") is None


@pytest.mark.parametrize(
    "macro",
    [
        'ui.text("x", "X", form)',
        'ui.number("x", "X", form)',
        'ui.password("x", "X", form)',
        'ui.textarea("x", "X", form)',
        'ui.date("x", "X", form)',
        'ui.select("x", "X", ["a"], form)',
        'ui.radios("x", "X", ["a", "b"], form)',
        'ui.checkboxes("x", "X", ["a", "b"], form)',
        'ui.checkbox("x", "X", form)',
        'ui.yes_no("x", "X", form)',
        'ui.file("x", "X", form)',
    ],
)
def test_the_summary_leads_to_every_kind_of_field_and_the_field_says_its_error(show: Show, macro: str):
    form = FormState(errors={"x": "Dites-nous quoi faire."})

    page = show("{{ ui.error_summary(form) }}{{ %s }}" % macro, form=form)  # noqa: UP031 — braces of Jinja

    link = page.one("a")
    assert page.by_id(link["href"].removeprefix("#")).name in {"input", "select", "textarea"}
    described = [tag["aria-describedby"] for tag in page.tags if tag.get("aria-describedby")]
    assert any("champ-x-erreur" in names.split() for names in described)
    assert page.by_id("champ-x-erreur").name == "p"


def test_what_is_wrong_with_no_answer_is_the_heading_itself(show: Show):
    page = show("{{ ui.error_summary(form) }}", form=FormState(errors={"": "Réessayez dans un instant."}))

    assert page.all("a") == page.all("li") == []
    assert page.text.split() == ["Réessayez", "dans", "un", "instant."]


def test_an_error_of_the_whole_form_has_no_link_beside_those_of_answers(show: Show):
    page = show("{{ ui.error_summary(form) }}", form=FormState(errors={"": "Réessayez.", "x": "Choisissez."}))

    assert len(page.all("a")) == 1
    assert "2 réponses sont à revoir" in page.text


def test_a_form_without_errors_has_no_summary(show: Show):
    assert show("{{ ui.error_summary(form) }}", form=FormState()).tags == []


def test_choices_keep_what_was_chosen(show: Show):
    form = FormState({"kind": "b", "reasons": ["a", "c"], "twins": "false", "terms": "true", "country": "FR"})

    page = show(
        """{{ ui.radios("kind", "K", ["a", "b"], form) }}{{ ui.checkboxes("reasons", "R", ["a", "b", "c"], form) }}
        {{ ui.yes_no("twins", "T", form) }}{{ ui.checkbox("terms", "J’accepte", form) }}{{ ui.select("country", "P", [("FR", "France")], form) }}""",
        form=form,
    )

    checked = {(tag["name"], tag["value"]) for tag in page.all("input") if tag.get("checked") is not None}
    assert checked == {("kind", "b"), ("reasons", "a"), ("reasons", "c"), ("twins", "false"), ("terms", "true")}
    assert page.one("option", value="FR").get("selected") is not None


def test_each_label_is_of_its_own_box_when_several_groups_share_a_name(show: Show):
    page = show("""{{ ui.checkboxes("x", "A", ["a", "b"]) }}{{ ui.checkboxes("x", "B", ["c", "d"], part="second") }}""")

    labelled = [page.by_id(label["for"]).get("value") for label in page.all("label")]
    assert labelled == ["a", "b", "c", "d"]


def test_groups_are_fieldsets_with_a_legend(show: Show):
    page = show('{{ ui.radios("kind", "Type d’acte", ["a"]) }}{{ ui.date("birth", "Né le") }}')

    assert len(page.all("fieldset")) == len(page.all("legend")) == 2


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '" onfocus="alert(1)', "</textarea><b>", "{{ 7*7 }}"])
def test_hostile_text_stays_text(show: Show, hostile: str):
    page = show(
        """{{ ui.text("a", t, value=t, hint=t, error=t) }}{{ ui.textarea("b", t, value=t) }}{{ ui.radios("c", t, [(t, t, t)]) }}
        {{ ui.notice("info", t, t) }}{{ ui.badge(t) }}{{ ui.card(t, "/x", t, meta=t) }}{{ ui.summary(t, [(t, t)]) }}{{ ui.message(t, "2026-03-27T13:02:00+00:00", t) }}
        {{ ui.button(t, name="n", value=t) }}{{ ui.search("/s", value=t) }}{{ ui.copy_button(t) }}""",
        t=hostile,
    )

    assert page.all("script") == page.all("b") == []
    assert not [tag for tag in page.tags if tag.get("onfocus")]
    assert page.one("input", name="a")["value"] == hostile
