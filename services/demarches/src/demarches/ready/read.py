"""From the terse files of this folder to definitions.

A file has a theme, a department and démarches. `ask` holds `[kind, id, French, English, {more}]`, with « ! » after the
kind of a mandatory question; options are `[value, French, English]`, `help` and `row_label` `[French, English]`; `pieces`
hold `[type, French, English, {more}]`.
`silence` is « none », « acceptance:2m » or « rejection:15d »; `ask_within_months` where a piece asked for later than that
changes nothing.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from contracts.forms import read_form
from demarches.domain.definition import Applicant, Appointment, Audience, Definition, Kind, Texts
from demarches.domain.rules import ClockRule, Silence, WhileMissing
from demarches.ready import parts

HERE = Path(__file__).parent


class Ready(NamedTuple):
    """`definition` is None for what is read or found elsewhere: `body` or `external_url` then says it."""

    slug: str
    theme: str
    kind: Kind
    title: Any
    summary: Any
    definition: Definition | None
    body: Any = None
    external_url: str | None = None
    keywords: tuple[str, ...] = ()


@cache
def ready(departments: tuple[tuple[str, UUID], ...], calendars: tuple[tuple[str, UUID], ...] = ()) -> tuple[Ready, ...]:
    """All of them, for an organisation whose departments and calendars are known by these names."""
    known, rooms = dict(departments), dict(calendars)
    return tuple(one for path in sorted(HERE.glob("*.toml")) for one in _of(path, known, rooms))


def _of(path: Path, departments: dict[str, UUID], calendars: dict[str, UUID]) -> Iterator[Ready]:
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    for one in written.get("demarche", ()):
        external = one.get("external")
        department = departments[one.get("department", written["department"])]
        definition = None if external else _definition(one, written, department, calendars)
        yield Ready(
            slug=one["slug"],
            theme=written["theme"],
            kind=Kind(one.get("kind", "demarche")),
            title=_words(one["title"]),
            summary=_words(one["summary"]),
            definition=definition,
            external_url=external,
            keywords=tuple(one.get("keywords", ())),
        )
    for page in written.get("page", ()):
        title, summary, body = (_words(page[name]) for name in ("title", "summary", "body"))
        yield Ready(
            page["slug"], written["theme"], Kind.PAGE, title, summary, None, body, None, tuple(page["keywords"])
        )


def _definition(
    one: dict[str, Any], written: dict[str, Any], department: UUID, calendars: dict[str, UUID]
) -> Definition:
    anonymous = one.get("anonymous", False)
    needs_account = one.get("account", written.get("account", False)) and not one.get("everyone", False)
    asked = [_item(line) for line in one["ask"]]
    steps = [] if anonymous else [parts.who()]
    steps.append(parts.request(*asked))
    if one.get("pieces"):
        steps.append(parts.pieces(*(_piece(line) for line in one["pieces"])))
    calendar = calendars.get(one.get("calendar", ""))
    rule = _rule(one["silence"], tuple(one["articles"]), one.get("ask_within_months", 0))
    return Definition(
        title=_words(one["title"]),
        summary=_words(one["summary"]),
        form=read_form({"steps": steps}),
        department_id=department,
        clock=rule,
        texts=Texts(
            what_you_get=_words(one["gives"]),
            for_whom=_words(one["whom"]),
            cost=_words(one.get("cost", ["Gratuit", "Free"])),
            next=parts.NEXT,
            help=parts.HELP,
            appeal="" if rule.silence is Silence.NONE else parts.APPEAL,
        ),
        applicant=Applicant(
            step=steps[0]["id"],
            person=None if anonymous else "applicant",
            email=None if anonymous else "email",
        ),
        open_to=Audience.ACCOUNTS if needs_account else Audience.EVERYONE,
        quota=one.get("quota"),
        duration_minutes=one["minutes"],
        exchanges=not anonymous,
        keywords=tuple(one.get("keywords", ())),
        appointment=Appointment(calendars=(calendar,), mandatory=False) if calendar else None,
    )


def _item(line: list[Any]) -> dict[str, Any]:
    kind, id, fr, en, *rest = line
    more: dict[str, Any] = dict(rest[0]) if rest else {}
    if kind == "info":
        return {"kind": "information", "id": id, "text": {"fr": fr, "en": en}, **more}
    more |= {name: _words(more[name]) for name in ("help", "row_label") if name in more}
    if "options" in more:
        more["options"] = [{"value": value, "label": {"fr": f, "en": e}} for value, f, e in more["options"]]
    if "items" in more:
        more["items"] = [_item(inner) for inner in more["items"]]
    if kind.endswith("!"):
        more["required"] = True
    return {"kind": kind.rstrip("!"), "id": id, "label": {"fr": fr, "en": en}, **more}


def _piece(line: list[Any]) -> dict[str, Any]:
    type, fr, en, *rest = line
    return {
        "kind": "piece",
        "id": f"piece_{type}",
        "type": type,
        "label": {"fr": fr, "en": en},
        **(rest[0] if rest else {}),
    }


def _rule(written: str, articles: tuple[str, ...], ask_within_months: int) -> ClockRule:
    meaning, _, period = written.partition(":")
    silence = Silence(meaning)
    months, days = (int(period[:-1]), 0) if period.endswith("m") else (0, int(period[:-1] or 0))
    return ClockRule(
        silence=silence,
        months=months,
        days=days,
        while_missing=WhileMissing.SUSPENDS if silence is Silence.REJECTION else WhileMissing.RESTARTS,
        ask_within_months=ask_within_months,
        articles=articles,
        then=parts.THEN[silence],
    )


def _words(written: list[str]) -> dict[str, str]:
    fr, en = written
    return {"fr": fr, "en": en}
