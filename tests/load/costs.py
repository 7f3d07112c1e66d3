"""What the suite costs, run after run: `docs/costs.jsonl` keeps the figures with their date and commit, `docs/costs.md` shows
them. `make bench` adds a line; `python tests/load/costs.py` writes the page again; `--from-history` reads the runs that git
has of docs/benchmarks.md.
"""

import json
import re
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from figures import PAGE

from suite.state import CHECKOUT

KEPT = CHECKOUT / "docs" / "costs.jsonl"
SHOWN = CHECKOUT / "docs" / "costs.md"
LOCKS = CHECKOUT / "deploy" / "images" / "locks"
FIGURES = {
    "idle_mib": r"^\| idle memory, whole suite \(PSS\) \| ([\d,.]+) MiB",
    "ours_mib": r"^\| idle memory, five services, gateway and their nursery \(PSS\) \| ([\d,.]+) MiB",
    "start_s": r"^\| start of the installed suite, demo there \| ([\d,.]+) s",
    "first_start_s": r"^\| start of the installed suite, demo there .* first start, with migrations and demo: ([\d,.]+) s",
    "submissions_s": r"^\| submit a dossier, through the service \| ([\d,.]+)/s",
    "cores": r"Python [\d.]+, (\d+) cores",
}
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==", re.MULTILINE)
CODE = {"operations": ("chassis", "contracts", "gateway", "services", "deploy/local")}


@dataclass(frozen=True, kw_only=True)
class Run:
    at: str
    commit: str
    figures: dict[str, float]
    images_mib: dict[str, float] = field(default_factory=dict[str, float])

    @property
    def cpu_ms(self) -> float | None:
        """Of a core per submission, at most: all cores were busy, the load's own work among it."""
        rate, cores = self.figures.get("submissions_s"), self.figures.get("cores")
        return 1000 * cores / rate if rate and cores else None


def read(page: str, *, commit: str, images: dict[str, float] | None = None) -> Run | None:
    """The costs among the figures of a page of benchmarks."""
    when = re.search(r"^Run of ([\d-]+ [\d:]+) UTC", page, re.MULTILINE)
    if when is None:
        return None
    found = {name: re.search(pattern, page, re.MULTILINE) for name, pattern in FIGURES.items()}
    figures = {name: float(one[1].replace(",", "")) for name, one in found.items() if one}
    return Run(at=when[1], commit=commit, figures=figures, images_mib=images or {})


def note(page: str) -> None:
    """One more run, and the page anew."""
    commit = git("rev-parse", "--short=8", "HEAD").strip()
    if run := read(page, commit=commit, images=images()):
        keep([*(one for one in kept() if one.at != run.at), run])
    show()


def kept() -> list[Run]:
    return [Run(**json.loads(line)) for line in KEPT.read_text().splitlines()] if KEPT.exists() else []


def keep(runs: list[Run]) -> None:
    lines = [json.dumps(asdict(run), ensure_ascii=False) for run in sorted(runs, key=lambda run: run.at)]
    KEPT.write_text("".join(f"{line}\n" for line in lines))


def from_history() -> None:
    """A run is told by the first commit that wrote it down. Figures that are kept already stay."""
    known = {run.at for run in kept()}
    runs = kept()
    for commit in git("log", "--reverse", "--format=%h", "--abbrev=8", "--", str(PAGE)).split():
        run = read(git("show", f"{commit}:{PAGE.relative_to(CHECKOUT)}"), commit=commit)
        if run and run.at not in known:
            known.add(run.at)
            runs.append(run)
    keep(runs)


def images() -> dict[str, float]:
    """What each image adds to its Python, in MiB: the packages of its lock as they lie here, and our own code."""
    installed = {one.metadata["Name"].lower().replace("_", "-"): one for one in metadata.distributions()}
    return {
        lock.stem: round(
            (sum(_weight(installed.get(name)) for name in PIN.findall(lock.read_text())) + _own(lock.stem)) / 2**20, 1
        )
        for lock in sorted(LOCKS.glob("*.lock"))
        if lock.stem != "build"
    }


def _weight(one: metadata.Distribution | None) -> int:
    paths = (Path(str(one.locate_file(file))) for file in (one.files if one else None) or ())
    return sum(path.stat().st_size for path in paths if path.is_file() and path.suffix != ".pyc")


def _own(name: str) -> int:
    service = f"services/{name}"
    folders = CODE.get(name) or ("chassis", "contracts", "gateway" if name == "gateway" else service)
    sources = (path for folder in folders for path in (CHECKOUT / folder).rglob("src/**/*"))
    return sum(path.stat().st_size for path in sources if path.is_file() and path.suffix != ".pyc")


def git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout


def show() -> None:
    runs = kept()[::-1]
    lines = [
        "# What it costs",
        "",
        "Written by `make bench` (`tests/load/costs.py`) from `docs/costs.jsonl`: one line per run, the newest first. All runs on 2 cores that the load shares; the",
        "gates are in [Benchmarks](benchmarks.md). The commit is the one that was measured, for runs before 29 November 2026, 12:00, the one that wrote them down.",
        "",
        "| run (UTC) | commit | idle memory, whole suite | ours of it | start | first start, with demo | submissions | of a core each, at most |",
        "|---|---|---|---|---|---|---|---|",
        *(_line(run) for run in runs),
        "",
        "Memory is proportional set size; « ours » are the five services, both entrances and the process they are forked from. « At most »: cores divided by the rate, as if the",
        "services had had all of them.",
    ]
    if weighed := next((run for run in runs if run.images_mib), None):
        lines += [
            "",
            "## Images",
            "",
            "There is no container engine on the machines where this is measured: what each image adds to `python:3.12-slim` is estimated from the packages of its lock as they lie",
            f"installed, and our own code, without compiled bytecode. Run of {weighed.at}, {weighed.commit}.",
            "",
            "| image | MiB added |",
            "|---|---|",
            *(f"| {name} | {size:,.0f} |" for name, size in weighed.images_mib.items()),
        ]
    SHOWN.write_text("\n".join(lines) + "\n")


def _line(run: Run) -> str:
    def told(name: str, unit: str, digits: int = 0) -> str:
        return f"{run.figures[name]:,.{digits}f} {unit}" if name in run.figures else "not measured"

    each = f"{run.cpu_ms:.1f} ms" if run.cpu_ms else "not measured"
    cells = (
        run.at,
        run.commit,
        told("idle_mib", "MiB"),
        told("ours_mib", "MiB"),
        told("start_s", "s", 1),
        told("first_start_s", "s", 1),
        told("submissions_s", "a second"),
        each,
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    if "--from-history" in sys.argv:
        from_history()
    if "--weigh" in sys.argv and (runs := kept()):
        last = runs[-1]
        keep([*runs[:-1], Run(at=last.at, commit=last.commit, figures=last.figures, images_mib=images())])
    show()
