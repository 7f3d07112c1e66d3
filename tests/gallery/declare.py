"""`python -m tests.gallery.declare`: the last gallery's audit, as the accessibility declaration tells it.

A run that was narrowed leaves the other entrance's results as they were; what persons judged, and what an assistant
program examined, always stays.
"""

import json
import re
import sys
from typing import Any

import msgspec

from gateway import declaration

from .entries import SEEN
from .take import FOLDER

CRITERION = re.compile(r"^RGAA-(\d+\.\d+)\.\d+$")
ENTRANCES = {who.name: who.entrance for who in SEEN}


def part(told: dict[str, Any], entrance: str, known: dict[str, Any]) -> dict[str, Any]:
    shown = [one for one in told["shown"] if ENTRANCES[one["who"]] == entrance]
    rules = told["rules"][entrance]
    faults = [
        {"criterion": criterion, "rule": rule, "pages": facts["violations"]}
        for rule, facts in rules.items()
        for criterion in criteria(facts["tags"])[:1] or ["–"]
        if facts.get("violations")
    ]
    something = [facts for facts in rules.values() if facts.get("passes") or facts.get("violations")]
    return {
        "pages": list(dict.fromkeys(one["title"].rpartition(" – ")[0] for one in shown if is_page(one))),
        "views": len(shown) * 2,
        "automatic": sorted({one for facts in something for one in criteria(facts["tags"])}, key=_numbers),
        "faults": faults,
        "judged": known.get("judged", {}),
        "examined": known.get("examined", {}),
    }


def is_page(one: dict[str, Any]) -> bool:
    return not one["state"] and one["status"] < 400


def criteria(tags: list[str]) -> list[str]:
    return sorted({found[1] for tag in tags if (found := CRITERION.match(tag))}, key=_numbers)


def _numbers(criterion: str) -> tuple[int, ...]:
    return tuple(int(number) for number in criterion.split("."))


def main() -> None:
    told = json.loads((FOLDER / "gallery.json").read_text("utf-8"))
    known = json.loads(declaration.AUDIT.read_text("utf-8")) if declaration.AUDIT.exists() else {}
    known |= {"audited_on": told["taken_at"][:10], "tool": told["engine"], "browser": told["browser"]}
    for entrance in told["rules"]:
        known[entrance] = part(told, entrance, known.get(entrance, {}))
    msgspec.convert(known, declaration.Audit)
    declaration.AUDIT.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{declaration.AUDIT.name}: {', '.join(told['rules'])}\n")


if __name__ == "__main__":
    main()
