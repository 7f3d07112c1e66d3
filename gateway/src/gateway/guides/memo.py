"""The memos on paper: a guide on two pages, typeset by Typst in a process of its own.

What Typst maps (80 MB) goes with that process; the PDF stays: there are as many as audiences and languages.
"""

import asyncio
import sys
from pathlib import Path

from chassis import logs
from chassis.typeset import pdf
from gateway.api import Refused
from gateway.guides.reading import guide_of
from gateway.words import N_

TEMPLATE = Path(__file__).with_name("memo.typ")
NOT_NOW = N_("Ce mémo ne peut pas être préparé maintenant. Réessayez dans un instant, ou lisez l’aide en ligne.")


class Memos:
    """Made when first asked for, once however many ask."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], asyncio.Task[bytes]] = {}

    async def of(self, audience: str, locale: str) -> bytes:
        guide = guide_of(audience, locale)
        wanted = (guide.audience, guide.locale)
        making = self._made.get(wanted)
        if making is None or (making.done() and (making.cancelled() or making.exception() is not None)):
            making = self._made[wanted] = asyncio.create_task(_typeset(*wanted))
        try:
            # Who leaves before it is ready does not take it from the others.
            return await asyncio.shield(making)
        except OSError as error:
            raise Refused(503, NOT_NOW, retry_after=5) from error


async def _typeset(audience: str, locale: str) -> bytes:
    words = (sys.executable, "-m", "gateway.guides.memo", audience, locale)
    process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
    made, _ = await process.communicate()
    if process.returncode != 0:
        logs.log.error("memo not made", audience=audience, locale=locale, returncode=process.returncode)
        raise OSError(f"memo {audience}.{locale}: {process.returncode}")
    return made


async def typeset(audience: str, locale: str) -> bytes:
    guide = guide_of(audience, locale)
    passages = [{"title": one.title, "summary": one.summary, "blocks": one.blocks} for one in guide.passages]
    facts = {"title": guide.title, "lead": guide.lead, "locale": guide.locale, "passages": passages}
    return await pdf(TEMPLATE, facts)


if __name__ == "__main__":
    sys.stdout.buffer.write(asyncio.run(typeset(sys.argv[1], sys.argv[2])))
