"""`python -m identity.tools.places <folder>`: makes `storage/places.tsv.xz` anew.

The folder is the unpacked npm package `@etalab/decoupage-administratif` (INSEE and DGCL data, Licence Ouverte 2.0), which
is published anew each year. A service that starts with another file than the last one loads it by itself.
"""

import json
import lzma
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "storage" / "places.tsv.xz"
Row = tuple[str, ...]


def rows_of(folder: Path) -> list[Row]:
    """kind, code, SIREN, name, postal codes, department, population."""
    communes: list[dict[str, Any]] = json.loads((folder / "data" / "communes.json").read_text())
    groupings: list[dict[str, Any]] = json.loads((folder / "data" / "epci.json").read_text())
    present = [commune for commune in communes if commune["type"] == "commune-actuelle"]
    postal_codes: dict[str, list[str]] = {each["code"]: each.get("codesPostaux", []) for each in present}
    rows = [_commune(commune) for commune in present]
    return rows + [_grouping(grouping, postal_codes) for grouping in groupings]


def _commune(commune: dict[str, Any]) -> Row:
    department = commune.get("departement") or commune.get("collectiviteOutremer", "")
    codes = " ".join(commune.get("codesPostaux", []))
    population = str(commune.get("population", 0))
    return ("commune", commune["code"], commune.get("siren", ""), commune["nom"], codes, department, population)


def _grouping(grouping: dict[str, Any], postal_codes: dict[str, list[str]]) -> Row:
    """Found by the postal codes of its communes; in the department of its first one."""
    members = [member["code"] for member in grouping["membres"]]
    codes = " ".join(sorted({code for member in members for code in postal_codes.get(member, [])}))
    department = members[0][: 3 if members[0].startswith("97") else 2]
    code, population = grouping["code"], str(grouping.get("populationMunicipale", 0))
    return (grouping["type"], code, code, grouping["nom"], codes, department, population)


def main() -> None:
    text = "".join("\t".join(row) + "\n" for row in rows_of(Path(sys.argv[1])))
    TARGET.write_bytes(lzma.compress(text.encode(), preset=9))
    sys.stdout.write(f"{TARGET}: {text.count(chr(10))} lines\n")


if __name__ == "__main__":
    main()
