"""A message in words: the same for its text and its HTML, which are made from this and from nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from chassis.pages.typography import text_in_french
from contracts.asks import OrganisationFacts
from contracts.messages import MessageKind
from notifier.domain.override import Wording
from notifier.mails import neutral
from notifier.mails.faults import UnusableValue
from notifier.mails.grammar import Compiled, MissingValue, compiled
from notifier.mails.values import values_for
from notifier.mails.wordings import Frame

LONGEST_SUBJECT = 180
# What a language wants of its setting, whoever wrote the words.
_TYPESETTERS: dict[str, Callable[[str], str]] = {"fr": text_in_french}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    locale: str
    subject: str
    preheader: str
    paragraphs: tuple[str, ...]
    button: str
    link: str
    reason: str
    organisation: str
    contact: tuple[str, ...]
    frame: Frame
    # Of the organisation's own portal: addresses of its documentation are links.
    host: str = ""


def written(
    kind: MessageKind,
    wording: Wording,
    given: Mapping[str, str],
    *,
    name: str,
    organisation: OrganisationFacts,
    locale: str,
    frame: Frame,
) -> Letter:
    """Raises `UnusableValue` when what the owner gave does not fill the wording."""
    values = values_for(kind, dict(given), name=name, organisation=organisation, locale=locale)

    def said(source: str) -> str:
        try:
            return _compiled(source)(values)
        except MissingValue as error:
            raise UnusableValue(f"missing-value:{error}") from error

    typeset = _TYPESETTERS.get(locale, str)
    facts = (organisation.address, organisation.phone, organisation.email)
    return Letter(
        locale=locale,
        subject=typeset(neutral.one_line(said(wording.subject), longest=LONGEST_SUBJECT)),
        preheader=typeset(neutral.one_line(said(wording.preheader))),
        paragraphs=tuple(typeset(paragraph) for paragraph in _paragraphs(said(wording.body))),
        button=typeset(neutral.one_line(said(wording.button))),
        link=values[kind.button],
        reason=typeset(neutral.one_line(said(wording.reason))),
        organisation=values["organisation"],
        contact=tuple(neutral.one_line(fact) for fact in facts if fact.strip()),
        frame=_typeset_frame(frame, locale),
        host=urlsplit(organisation.public_url).netloc,
    )


@lru_cache(maxsize=100)
def _typeset_frame(frame: Frame, locale: str) -> Frame:
    typeset = _TYPESETTERS.get(locale, str)
    return Frame(copy_link=typeset(frame.copy_link), contact=typeset(frame.contact), automatic=typeset(frame.automatic))


@lru_cache(maxsize=1000)
def _compiled(source: str) -> Compiled:
    return compiled(source)


def _paragraphs(body: str) -> tuple[str, ...]:
    return tuple(block for block in (neutral.lines(part) for part in body.split("\n\n")) if block)
