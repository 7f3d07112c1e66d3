"""What a condition may be about: the answers of a form, and what is known of a request."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contracts.forms import say
from contracts.forms.parts import PERSON_PARTS

Document = Mapping[str, Any]
PLAIN = {
    "text": "text", "long_text": "text", "email": "text", "phone": "text", "iban": "text", "siret": "text",
    "amount": "amount", "date": "date", "yes_no": "yes_no", "table": "list",
}  # fmt: skip
AGE = {"fr": "{label} : âge", "en": "{label}: age"}
COLON = {"fr": " : ", "en": ": "}
CITY = {"fr": "{label} : commune", "en": "{label}: town"}
POSTCODE = {"fr": "{label} : code postal", "en": "{label}: postcode"}
ROWS = {"fr": "{label} : nombre de lignes", "en": "{label}: number of rows"}
FACTS: dict[str, dict[str, str]] = {
    "dossier.missing": {"fr": "Pièces attendues", "en": "Documents awaited"},
    "dossier.pieces": {"fr": "Pièces jointes", "en": "Documents joined"},
    "dossier.opinions_awaited": {"fr": "Avis attendus", "en": "Opinions awaited"},
    "dossier.opinions_against": {"fr": "Avis défavorables", "en": "Unfavourable opinions"},
    "dossier.days": {"fr": "Jours depuis la réception", "en": "Days since it was received"},
}


class Subject(NamedTuple):
    """`source` is how the form language calls it; `options` are the values of a choice, with their labels."""

    source: str
    label: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()


def facts(locale: str) -> list[Subject]:
    return [Subject(source, say(label, locale), "number") for source, label in FACTS.items()]


def subjects_of(content: Document, locale: str, *, row: Document | None = None) -> list[Subject]:
    """Every answer that a condition may be about; `row`: the table in which the condition stands, whose columns come first."""
    found = [one for item in (row or {}).get("items", []) for one in _of(item, f"row.{item['id']}", locale)]
    for step in content.get("form", {}).get("steps", []):
        for item in _flat(step):
            found += _of(item, item["id"], locale)
    return found


def answer(item: Document, locale: str, label: str) -> list[Subject]:
    """What a check of this very answer may be about."""
    return [
        Subject(one.source, label if one.source == "value" else one.label, *one[2:])
        for one in _of(item, "value", locale)
    ]


def _of(item: Document, source: str, locale: str) -> Iterator[Subject]:
    label, kind = say(item.get("label") or "", locale) or str(item["id"]), item["kind"]
    match kind:
        case "number":
            yield Subject(source, label, "decimal" if item.get("decimals") else "number")
        case "computed":
            format_ = item.get("format", "text")
            decimal = format_ == "number" and item.get("decimals")
            yield Subject(source, label, "decimal" if decimal else format_)
        case "choice":
            options = tuple((one["value"], say(one.get("label") or "", locale)) for one in item.get("options", []))
            yield Subject(source, label, "many" if item.get("multiple") else "choice", options)
        case "person" | "household_member":
            yield Subject(source, label, "given")
            if "birth_date" in item.get("parts", ("birth_date",)):
                yield Subject(f"age({source}.birth_date)", say(AGE, locale).format(label=label), "number")
            for part in ("birth_place",):
                if part in item.get("parts", ()):
                    yield Subject(
                        f"{source}.{part}", f"{label}{say(COLON, locale)}{say(PERSON_PARTS[part], locale)}", "text"
                    )
        case "address":
            yield Subject(source, label, "given")
            yield Subject(f"{source}.city", say(CITY, locale).format(label=label), "text")
            yield Subject(f"{source}.postal_code", say(POSTCODE, locale).format(label=label), "text")
        case "period":
            yield Subject(source, label, "given")
        case "date":
            yield Subject(source, label, "date")
            yield Subject(f"age({source})", say(AGE, locale).format(label=label), "number")
        case "table":
            yield Subject(source, label, "list")
            yield Subject(f"size({source})", say(ROWS, locale).format(label=label), "number")
        case _ if kind in PLAIN:
            yield Subject(source, label, PLAIN[kind])
        case _:
            return


def _flat(step: Document) -> Iterator[Document]:
    for item in step.get("items", []):
        if item.get("kind") == "section":
            yield from _flat(item)
        else:
            yield item
