"""The démarches that are ready to be offered: data, so each is looked at."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import msgspec
import pytest

from contracts.forms import say
from demarches.demo.forms.centre_loisirs import CENTRE_LOISIRS
from demarches.demo.forms.inscription_scolaire import INSCRIPTION_SCOLAIRE
from demarches.domain.definition import Kind
from demarches.domain.rules import Silence
from demarches.ready.read import ready

SOME = UUID(int=1)
READY = ready((("etat-civil", SOME), ("enfance", SOME), ("voirie", SOME)), (("salles", SOME),))


@pytest.mark.requirement("DM-01")
def test_there_are_forty_of_them_over_the_themes_of_a_town():
    assert len([one for one in READY if one.definition is not None]) >= 39
    assert {one.theme for one in READY} >= {
        "etat-civil",
        "ecole-enfance",
        "citoyennete",
        "urbanisme",
        "cadre-de-vie",
        "dechets",
        "commerces",
        "social",
        "securite",
    }
    assert len({one.slug for one in READY}) == len(READY)


@pytest.mark.requirement("DM-20")
def test_activities_surveys_and_pages_are_among_them():
    assert {one.kind for one in READY} == set(Kind)


@pytest.mark.requirement("DM-05")
@pytest.mark.parametrize("one", READY, ids=lambda one: one.slug)
def test_each_can_be_published_and_says_what_people_must_know(one):
    assert say(one.title, "fr")
    assert say(one.title, "en") != say(one.title, "fr")
    if one.definition is None:
        assert one.external_url or one.body
        return
    one.definition.must_be_publishable()
    texts, rule = one.definition.texts, one.definition.clock
    assert all(say(words, locale) for words in (texts.what_you_get, texts.for_whom) for locale in ("fr", "en"))
    assert rule.articles
    assert (rule.silence is Silence.NONE) == (not rule.months and not rule.days)
    assert one.keywords


def _parts(inside: Any) -> Iterator[dict[str, Any]]:
    """Every object of a form."""
    if isinstance(inside, dict):
        yield inside
    for inner in inside.values() if isinstance(inside, dict) else inside if isinstance(inside, list | tuple) else ():
        yield from _parts(inner)


@pytest.mark.requirement("DM-05")
def test_whoever_enrols_a_child_chooses_it_among_the_household():
    enrolments = {one.slug: one.definition for one in READY if one.definition and one.theme == "ecole-enfance"}
    enrolments |= {"inscription-scolaire": INSCRIPTION_SCOLAIRE, "centre-de-loisirs": CENTRE_LOISIRS}

    children = {
        slug: [part["kind"] for part in _parts(msgspec.to_builtins(definition.form)) if part.get("id") == "child"]
        for slug, definition in enrolments.items()
    }

    assert len(children) >= 7
    assert {slug: kinds for slug, kinds in children.items() if kinds != ["household_member"]} == {}


@pytest.mark.requirement("DM-18")
@pytest.mark.parametrize("slug", ["declaration-prealable", "permis-de-construire-maison"])
def test_a_planning_file_is_deemed_complete_after_a_month(slug: str):
    """Code de l’urbanisme, R423-38: what is asked for later changes nothing."""
    rule = next(one.definition.clock for one in READY if one.slug == slug and one.definition)

    assert rule.ask_within_months == 1


# Where a form keeps what people read.
READ = frozenset({"title", "label", "row_label", "help", "text", "message", "explanation"})


def _read(part: Any) -> Iterator[Any]:
    """Every text that people read, wherever it stands in a form."""
    if isinstance(part, dict):
        for name, inner in part.items():
            if name in READ and not isinstance(inner, list):
                yield inner
            else:
                yield from _read(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _read(inner)


@pytest.mark.requirement("GW-03")
@pytest.mark.parametrize("one", [one for one in READY if one.definition], ids=lambda one: one.slug)
def test_each_text_of_its_form_has_its_english(one):
    texts = list(_read(msgspec.to_builtins(one.definition.form)))

    assert texts
    assert [text for text in texts if text and not (isinstance(text, dict) and text.get("en"))] == []
