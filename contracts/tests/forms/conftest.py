"""A form of one item, and what becomes of an answer to it."""

from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from contracts.forms import Context, Form, Result, read_form, validate

TODAY = date(2026, 3, 27)
CHILD = {"id": "m1", "family_name": "Dupont", "given_names": "Léo", "birth_date": "2019-04-03"}


@pytest.fixture
def context() -> Context:
    return Context(today=TODAY, profile={"family_name": "Dupont", "household": [CHILD]})


@pytest.fixture
def a_form() -> Callable[..., Form]:
    """One step named `only` with those items; ids and labels are made up where they are not given."""

    def make(*items: dict[str, Any], **step: Any) -> Form:
        named = [{"id": f"i{number}", "label": f"Question {number}"} | item for number, item in enumerate(items)]
        return read_form({"steps": [{"id": "only", "title": "Ma demande", "items": named} | step]})

    return make


@pytest.fixture
def answering(a_form: Callable[..., Form], context: Context) -> Callable[..., Result]:
    """The result of one answer to one item of that kind."""

    def answer(kind: str, raw: object, **item: Any) -> Result:
        form = a_form({"kind": kind, "id": "it", "label": "Question"} | item)
        return validate(form, {"it": raw}, context)

    return answer


@pytest.fixture
def taken(answering: Callable[..., Result]) -> Callable[..., Any]:
    """The stored form of an answer that is taken."""

    def take(kind: str, raw: object, **item: Any) -> Any:
        result = answering(kind, raw, **item)
        assert result.problems == ()
        return result.answers.get("it")

    return take


@pytest.fixture
def refused(answering: Callable[..., Result]) -> Callable[..., tuple[str, str]]:
    """Where and why the first problem is; both languages have their message."""

    def refuse(kind: str, raw: object, **item: Any) -> tuple[str, str]:
        result = answering(kind, raw, **item)
        problem = result.problems[0]
        assert all(problem.message[locale] and "{" not in problem.message[locale] for locale in ("fr", "en"))
        assert "it" not in result.answers
        return problem.pointer, problem.code

    return refuse


@pytest.fixture(scope="session")
def school() -> Form:
    """The example of the README, which is thereby true."""
    readme = (files("contracts") / "forms" / "README.md").read_text(encoding="utf-8")
    return read_form(readme.split("```json")[1].split("```")[0])


@pytest.fixture
def enrolment() -> dict[str, Any]:
    """Answers to the school form as people type them."""
    return {
        "parent": {"civility": "madame", "family_name": "Dupont", "given_names": "Zoé", "birth_date": "1/2/1980"},
        "home": {"line1": "1 rue Haute", "postal_code": "13100", "city": "Plassans"},
        "tel": "06 12 34 56 78",
        "children": [{"child": {"id": "m1"}, "days": "4"}],
        "canteen": "oui",
        "diet": "no_pork",
        "income": "12 000,50",
    }
