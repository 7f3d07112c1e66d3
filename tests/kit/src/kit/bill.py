"""`python -m kit.bill [folder [lock]]`: what the suite is made of – a CycloneDX list of its components, and their licences.

Made from the lock (versions and hashes) and from what the installed distributions say of themselves; `make sbom`.
"""

import json
import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[4]
LOCK = ROOT / "requirements.lock"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
CLASSIFIER = "License :: "


class Component(NamedTuple):
    """`hashes` are those of every file that the lock accepts; `licence` is in the component's own words."""

    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str


def components(lock: Path = LOCK) -> list[Component]:
    """Everything pinned, installed here or not (a wheel for another system)."""
    installed = {normal(one.metadata["Name"]): one for one in distributions()}
    found: list[Component] = []
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock.read_text("utf-8")):
        if pinned := PINNED.match(block):
            name, version = pinned.groups()
            known = installed.get(normal(name))
            found.append(Component(name, version, tuple(HASH.findall(block)), licence_of(known) if known else ""))
    return sorted(found)


def licence_of(distribution: Distribution) -> str:
    """The SPDX expression where there is one, else the classifiers, else the first line of the old free field."""
    told = distribution.metadata
    if expression := told.get("License-Expression"):
        return str(expression)
    classifiers = [str(each) for each in told.get_all("Classifier") or [] if str(each).startswith(CLASSIFIER)]
    if classifiers:
        return " AND ".join(sorted({each.rpartition(" :: ")[2] for each in classifiers}))
    return str(told.get("License") or "").strip().partition("\n")[0][:80]


def cyclonedx(found: list[Component]) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "parvis", "licenses": [{"license": {"id": "EUPL-1.2"}}]}
        },
        "components": [_described(one) for one in found],
    }


def _described(one: Component) -> dict[str, Any]:
    purl = f"pkg:pypi/{normal(one.name)}@{one.version}"
    told: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": one.name, "version": one.version, "purl": purl}
    if one.licence:
        told["licenses"] = [{"license": {"name": one.licence}}]
    if one.hashes:
        # One reference per accepted file: which of them is installed depends on the machine.
        told["externalReferences"] = [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{one.name}/{one.version}/",
                "hashes": [{"alg": "SHA-256", "content": each} for each in one.hashes],
            }
        ]
    return told


def licences(found: list[Component]) -> str:
    lines = ["# Licences of the components", "", "| component | version | licence |", "|---|---|---|"]
    lines += [f"| {one.name} | {one.version} | {one.licence or 'not installed on this machine'} |" for one in found]
    return "\n".join(lines) + "\n"


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".parvis" / "sbom"
    folder.mkdir(parents=True, exist_ok=True)
    found = components(Path(sys.argv[2])) if len(sys.argv) > 2 else components()
    (folder / "parvis.cdx.json").write_text(json.dumps(cyclonedx(found), indent=1) + "\n")
    (folder / "licences.md").write_text(licences(found))
    sys.stdout.write(f"{len(found)} components: {folder}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
