"""Every property of every kind of question goes through its field: shown, sent back as a browser would, the same again."""

import json
from typing import Any, get_args

import msgspec
import pytest
from browsed import Sendable
from desks import HEADERS
from editors import HOME, Author
from towns import Town

from contracts.forms import items as kinds
from contracts.forms.form import AnyItem
from demarches.console.editor.properties import properties_of

BOTH = {"fr": "En français", "en": "In English"}
WHEN = {"when": 'wish == "un bac"', "because": BOTH}
OF_ITEM: dict[str, Any] = {"label": BOTH, "help": {"fr": "Deux\nlignes", "en": "Two\nlines"}, "show_if": WHEN}
OF_QUESTION: dict[str, Any] = {"required": WHEN, "write_back": True, "sensitive": True}
COLUMNS = [{"kind": "text", "id": "column", "label": "Colonne"}]
# No value here is what the language says by itself.
OF_KIND: dict[str, dict[str, Any]] = {
    "text": {"min_length": 2, "max_length": 80, "prefill": "profile.family_name"},
    "long_text": {"min_length": 10, "max_length": 900, "rows": 9},
    "number": {"decimals": 2, "min": -3.5, "max": 20.25, "unit": BOTH},
    "amount": {"min": 1250, "max": 9_999_900},
    "date": {"min": "add_days(today, 30)", "max": "2031-03-27", "prefill": "profile.birth_date"},
    "period": {"min": "today", "max": "add_months(today, 12)", "max_days": 31},
    "choice": {
        "options": [
            {"value": "one", "label": BOTH, "help": BOTH, "show_if": WHEN | {}},
            {"value": "two", "label": "Deux", "show_if": 'wish == "autre" || wish == "rien"'},
        ],
        "multiple": True,
        "display": "list",
        "max_choices": 1,
    },
    "yes_no": {},
    "address": {"abroad": True, "prefill": "profile.address"},
    "email": {"prefill": "profile.email"},
    "phone": {"mobile": True, "prefill": "profile.mobile"},
    "person": {"parts": ["family_name", "birth_place"], "optional": ["birth_place"], "prefill": "profile"},
    "household_member": {"parts": ["given_names", "birth_date"], "optional": ["birth_date"]},
    "iban": {"sensitive": False},
    "siret": {},
    "piece": {"type": "proof_of-id", "required": WHEN},
    "information": {"text": BOTH, "tone": "warning"},
    "computed": {
        "expression": "size(wish) * 1850.0", "format": "amount", "decimals": 2, "unit": BOTH, "sensitive": True,
    },
    "table": {"items": COLUMNS, "min_rows": 1, "max_rows": 12, "row_label": BOTH},
    "section": {"items": COLUMNS},
}  # fmt: skip
UNFIT = {
    "number": "douze",
    "decimal": "1,2,3",
    "amount": "beaucoup",
    "day": "30/02/2027",
    "formula": "round(",
    "name": "Deux mots !",
}
# Beyond what the language allows, where it has limits.
BEYOND = {"min_length": "100000", "max_length": "0", "rows": "1", "decimals": "9", "max_days": "0", "max_rows": "0"}


def models() -> dict[str, Any]:
    return {str(one.__struct_config__.tag): one for one in get_args(AnyItem)}


def an_item(kind: str) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": kind, "id": f"my_{kind}", **OF_ITEM}
    if issubclass(models()[kind], kinds.Question):
        rule = {"check": "value != null" if kind != "text" else 'value != "x"', "message": BOTH}
        made |= {**OF_QUESTION, "rules": [rule, rule]}
    if kind == "information":
        del made["label"], made["help"]
    return made | OF_KIND[kind]


def test_the_items_below_say_every_property_there_is():
    for kind, model in models().items():
        known = {field.name for field in msgspec.structs.fields(model)} - {"id"}
        left_out = known - set(an_item(kind))
        # Which question a profile can fill is told apart; an information is no question.
        allowed = {"prefill"} | ({"label", "help"} if kind == "information" else set[str]())
        assert left_out <= allowed, (kind, left_out)


@pytest.fixture
async def written(town: Town) -> tuple[Author, str]:
    """An author before a démarche that has one question of each kind."""
    author = Author(town)
    content = await author.content(await author.begins())
    wish = {"kind": "text", "id": "wish", "label": "Votre souhait"}
    content["form"]["steps"][1]["items"] = [wish, *(an_item(kind) for kind in OF_KIND)]
    for made in content["form"]["steps"][1]["items"]:
        for column in made.get("items", []):
            column["id"] = f"column_of_{made['kind']}"
    file = json.dumps({"format": "parvis-definition-1", "content": content})
    sent = {"title": "Toutes", "theme": str(town.theme_id), "department": str(town.department_id), "file": file}
    made = await author.posts(HOME, HOME, **sent)
    assert made.status_code == 303, made.text
    return author, made.headers["location"].removesuffix("/texts")


@pytest.mark.requirement("DM-17")
async def test_a_page_that_is_sent_back_untouched_changes_nothing(written: tuple[Author, str]):
    author, address = written
    before = await author.content(address)

    for kind in OF_KIND:
        path = f"{address}/items/my_{kind}"
        sent = Sendable((await author.opens(path)).text, f"/items/my_{kind}").sent
        kept = await author.town.service.call(author.agent, "POST", author._inside(path), data=sent, headers=HEADERS)
        assert kept.status_code == 303, (kind, kept.text)
        after = await author.content(address)
        assert an_item_of(after, kind) == an_item_of(before, kind), kind

    assert await author.content(address) == before


@pytest.mark.requirement("DM-17")
@pytest.mark.parametrize("kind", list(OF_KIND))
async def test_what_does_not_fit_is_said_beside_its_field(written: tuple[Author, str], kind: str):
    author, address = written
    path = f"{address}/items/my_{kind}"
    wrong = {prop.name: UNFIT[prop.shape] for prop in properties_of(kind) if prop.shape in UNFIT}
    sent = Sendable((await author.opens(path)).text, f"/items/my_{kind}").sent
    beyond = {prop.name: BEYOND[prop.name] for prop in properties_of(kind) if prop.name in BEYOND}

    for name, value in [*wrong.items(), *beyond.items()]:
        typed = sent | {f"p-{name}": [value]}
        answer = await author.town.service.call(author.agent, "POST", author._inside(path), data=typed, headers=HEADERS)

        assert answer.status_code == 422, (kind, name, value)
        again = Sendable(answer.text, f"/items/my_{kind}").sent
        assert again[f"p-{name}"] == [value], (kind, name)
        assert f'id="champ-p-{name}-erreur"' in answer.text, (kind, name)
        rest = {key: found for key, found in again.items() if key not in ("csrf_token", f"p-{name}")}
        assert rest == {key: sent[key] for key in rest}, (kind, name)


@pytest.mark.requirement("DM-17")
async def test_a_name_that_no_condition_could_say_is_refused_beside_its_field(written: tuple[Author, str]):
    author, address = written
    path = f"{address}/items/my_text"
    sent = Sendable((await author.opens(path)).text, "/items/my_text").sent

    for name in ("Deux mots", "été", "9e", "x" * 64):
        typed = sent | {"id": [name]}
        answer = await author.town.service.call(author.agent, "POST", author._inside(path), data=typed, headers=HEADERS)

        assert answer.status_code == 422, name
        assert 'id="champ-id-erreur"' in answer.text, name


def an_item_of(content: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(one for one in content["form"]["steps"][1]["items"] if one.get("id") == f"my_{kind}")
