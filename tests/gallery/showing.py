"""The one page of the gallery, to be opened from its folder, and contact sheets of it."""

import json
import sys
from pathlib import Path
from typing import Any

from PIL import Image

PAGE = Path(__file__).parent / "page.html"
CELL = {390: (260, 560), 768: (380, 500), 1440: (560, 400)}


def write(folder: Path, told: dict[str, Any]) -> None:
    journeys = folder.parent / "e2e"
    told = {**told, "journeys": sorted(str(Path("..") / p.relative_to(folder.parent)) for p in journeys.rglob("*.png"))}
    # Inside a script element, nothing may end it early.
    data = json.dumps(told, ensure_ascii=False).replace("</", "<\\/")
    (folder / "index.html").write_text(PAGE.read_text("utf-8").replace("/*DATA*/null", data), encoding="utf-8")


def sheets(folder: Path, width: int, theme: str, *, across: int = 4, down: int = 3) -> list[Path]:
    """The tops of all pictures of one width and theme, many to a sheet."""
    wide, high = CELL[width]
    pictures = sorted(folder.glob(f"*-{width}-{theme}.jpg"))
    made: list[Path] = []
    for first in range(0, len(pictures), across * down):
        sheet = Image.new("RGB", (across * (wide + 8), down * (high + 8)), "#888")
        for place, path in enumerate(pictures[first : first + across * down]):
            with Image.open(path) as picture:
                part = picture.crop((0, 0, picture.width, min(picture.height, int(picture.width * high / wide))))
                part.thumbnail((wide, high))
            sheet.paste(part, ((place % across) * (wide + 8), (place // across) * (high + 8)))
        made.append(folder / f"sheet-{width}-{theme}-{first:03}.png")
        sheet.save(made[-1])
    return made


if __name__ == "__main__":
    sys.stdout.write("\n".join(str(made) for made in sheets(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])) + "\n")
