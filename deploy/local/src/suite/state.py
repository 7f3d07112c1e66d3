"""Where an installation keeps everything it knows: one folder, `.parvis` of the checkout."""

import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True)
class State:
    root: Path

    @classmethod
    def chosen(cls) -> "State":
        return cls(Path(os.environ.get("PARVIS_STATE") or CHECKOUT / ".parvis").absolute())

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    def ensure(self) -> "State":
        for folder in (self.data, self.logs, self.run, self.secrets):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def code_changed_since(moment: float) -> bool:
    """Whether a source of what runs is younger than this moment."""
    sources = (CHECKOUT / "contracts", CHECKOUT / "chassis", CHECKOUT / "services", CHECKOUT / "gateway")
    kinds = {".py", ".html", ".sql", ".toml", ".mo"}
    found = (path for folder in sources for path in folder.rglob("src/**/*") if path.suffix in kinds)
    return any(path.stat().st_mtime > moment for path in found)
