"""The fields of an accessibility statement: rows that are there, and a few more to write in."""

from identity.domain.accessibility_statements import MOST, AccessibilityStatement, Derogation, NonConformity

PREFIX = "accessibility"
PLAIN = ("contact", "email", "phone")
PARTS = {"non_conformities": NonConformity, "derogations": Derogation}
ROOM = 3


def rows_shown(statement: AccessibilityStatement) -> dict[str, range]:
    """How many rows of each part the page offers."""
    return {part: range(min(len(getattr(statement, part)) + ROOM, MOST)) for part in PARTS}


def statement_values(statement: AccessibilityStatement) -> dict[str, str]:
    shown = {f"{PREFIX}.{name}": getattr(statement, name) for name in PLAIN}
    for part in PARTS:
        for at, row in enumerate(getattr(statement, part)):
            shown |= {f"{PREFIX}.{part}.{at}.{name}": getattr(row, name) for name in row.__struct_fields__}
    return shown


def statement_of(fields: dict[str, str]) -> AccessibilityStatement:
    """As typed. A row that was emptied is gone."""
    plain = {name: fields.get(f"{PREFIX}.{name}", "") for name in PLAIN}
    return AccessibilityStatement(
        **plain,
        non_conformities=tuple(NonConformity(**row) for row in _rows(fields, "non_conformities")),
        derogations=tuple(Derogation(**row) for row in _rows(fields, "derogations")),
    )


def _rows(fields: dict[str, str], part: str) -> list[dict[str, str]]:
    names = PARTS[part].__struct_fields__
    found = [{name: fields.get(f"{PREFIX}.{part}.{at}.{name}", "") for name in names} for at in range(MOST)]
    return [row for row in found if any(row.values())]
