"""PDFs by Typst: a template of ours, facts as data. What people typed is text in them, never markup."""

import asyncio
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

# Typesetting is work for a processor: no more at once than this, the others wait their turn.
AT_ONCE = 2
# What several services set alike: `#import "@local/envelope:0.1.0": window`.
NO_GLYPH = "could not be displayed with font"
SHARED = Path(__file__).with_name("typst")


@lru_cache(maxsize=1)
def _turns() -> asyncio.Semaphore:
    return asyncio.Semaphore(AT_ONCE)


async def pdf(template: Path, facts: Mapping[str, Any]) -> bytes:
    """The template typeset with these facts, an accessible PDF (PDF/UA-1). Some 50 ms of a processor, in a thread.

    PDF/UA forbids what no font of ours can draw, an emoji for one: a paper that holds some is tagged all the same and shows
    an empty frame in its place, rather than being refused to who typed it.

    The template reads them with `json(bytes(sys.inputs.facts))` and must set a document title and a language.
    It sees its own folder, and what all templates share in `typst/local`; nothing else of the machine.
    """
    told = json.dumps(facts, ensure_ascii=False)
    async with _turns():
        return await asyncio.to_thread(_typeset, template, told)


def _typeset(template: Path, facts: str) -> bytes:
    # Imported at first use: 80 MB that a process which typesets nothing does not map.
    import typst

    def made(*standards: Literal["ua-1"]) -> bytes:
        paper = typst.compile(
            str(template),
            root=str(template.parent),
            package_path=str(SHARED),
            sys_inputs={"facts": facts},
            pdf_standards=list(standards),
        )
        assert isinstance(paper, bytes)
        return paper

    try:
        return made("ua-1")
    except typst.TypstError as refused:
        if NO_GLYPH not in str(refused):
            raise
        return made()
