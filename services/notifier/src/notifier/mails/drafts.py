"""What a message would look like, with sample values: nothing is sent."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from contracts.asks import OrganisationFacts
from contracts.messages import BY_KEY, MessageKind
from notifier.domain.override import Wording
from notifier.mails.html import html_of
from notifier.mails.letter import written
from notifier.mails.text import text_of
from notifier.mails.wordings import Wordings

SAMPLE_NAME = "Camille Rougon"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    subject: str
    text: str
    html: str


class Drafts:
    def __init__(self, wordings: Wordings, organisation: Callable[[UUID], Awaitable[OrganisationFacts]]) -> None:
        self.wordings = wordings
        self._organisation = organisation

    async def of(self, key: str, locale: str, wording: Wording, *, tenant: UUID) -> Draft:
        """The wording must have been checked; the organisation's name and colour are its own."""
        return await self.of_kind(BY_KEY[key], locale, wording, tenant=tenant)

    async def of_kind(self, kind: MessageKind, locale: str, wording: Wording, *, tenant: UUID) -> Draft:
        organisation = await self._organisation(tenant)
        letter = written(
            kind,
            wording,
            kind.sample,
            name=SAMPLE_NAME,
            organisation=organisation,
            locale=locale,
            frame=self.wordings.frame(locale),
        )
        return Draft(subject=letter.subject, text=text_of(letter), html=html_of(letter, colour=organisation.colour))
