"""`python3 verify_journal.py journal.json [older.json …]`: was the journal of who opened my files altered?

Needs nothing but Python: it may be run far from us. Each line is checked against its seal; and every line of an older
export must still stand in the newer one, unaltered and at its number, so that none can be taken out unseen.
"""

import hashlib
import json
import sys
from pathlib import Path


def seal(previous: str, line: dict[str, object]) -> str:
    """Empty, which no seal is, where what stands before is no seal either."""
    canonical = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        return hashlib.sha256(bytes.fromhex(previous) + canonical.encode()).hexdigest()
    except (TypeError, ValueError):
        return ""


def read(path: str) -> dict:
    try:
        export = json.loads(Path(path).read_text(encoding="utf-8"))
        for one in export["lines"]:
            _ = export["concerns"], one["number"], one["seal"], one["previous"], one["line"]["concerns"]
    except OSError as error:
        raise SystemExit(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SystemExit(f"{path}: is not a journal as it was downloaded") from error
    return export


def faults_of(newest: dict, older: list[dict]) -> list[str]:
    """One sentence for each line that does not hold."""
    found, last = [], 0
    seals = {one["number"]: one["seal"] for one in newest["lines"] if one["number"] is not None}
    for one in newest["lines"]:
        if one["number"] is None:
            continue
        if one["number"] <= last:
            found.append(f"line {one['number']}: out of order")
        last = one["number"]
        if seal(one["previous"], one["line"]) != one["seal"]:
            found.append(f"line {one['number']}: altered")
        if one["number"] - 1 in seals and seals[one["number"] - 1] != one["previous"]:
            found.append(f"line {one['number']}: does not follow line {one['number'] - 1}")
        if one["line"]["concerns"] != newest["concerns"]:
            found.append(f"line {one['number']}: is about somebody else")
    for export in older:
        for one in export["lines"]:
            if one["number"] is not None and seals.get(one["number"]) != one["seal"]:
                found.append(f"line {one['number']}: stood in an older export, and is gone or altered")
    return found


def main() -> int:
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    newest, *older = [read(path) for path in sys.argv[1:]]
    faults = faults_of(newest, older)
    sealed = sum(one["number"] is not None for one in newest["lines"])
    waiting = len(newest["lines"]) - sealed
    sys.stdout.write(("\n".join(faults) or f"{sealed} lines hold; {waiting} were too new to be sealed.") + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
