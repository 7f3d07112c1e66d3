"""PDFs by Typst: a template of ours, facts as data. What people typed is text in them, never markup."""

import asyncio
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

# Typesetting is work for a processor: no more at once than this, the others wait their turn.
AT_ONCE = 2
# What several services set alike: `#import "@local/envelope:0.1.0": window`.
SHARED = Path(__file__).with_name("typst")


@lru_cache(maxsize=1)
def _turns() -> asyncio.Semaphore:
    return asyncio.Semaphore(AT_ONCE)


async def pdf(template: Path, facts: Mapping[str, Any]) -> bytes:
    """The template typeset with these facts, an accessible PDF (PDF/UA-1). Some 50 ms of a processor, in a thread.

    The template reads them with `json(bytes(sys.inputs.facts))` and must set a document title and a language.
    It sees its own folder, and what all templates share in `typst/local`; nothing else of the machine.
    """
    told = json.dumps(facts, ensure_ascii=False)
    async with _turns():
        return await asyncio.to_thread(_typeset, template, told)


def _typeset(template: Path, facts: str) -> bytes:
    # Imported at first use: 80 MB that a process which typesets nothing does not map.
    import typst

    made = typst.compile(
        str(template),
        root=str(template.parent),
        package_path=str(SHARED),
        sys_inputs={"facts": facts},
        pdf_standards=["ua-1"],
    )
    assert isinstance(made, bytes)
    return made
