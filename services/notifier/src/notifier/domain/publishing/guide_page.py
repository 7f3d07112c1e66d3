"""A page of the guide that a town made its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from chassis.figures import grouped
from chassis.refusals import Fault, Invalid
from contracts.notifier import GuidePageChanged
from notifier.domain.publishing.content import LONGEST_BODY, LONGEST_SUMMARY, LONGEST_TITLE


class GuideWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`body` is Markdown; `{{ commune }}` becomes the town's name."""

    title: str
    summary: str
    body: str


@dataclass(kw_only=True)
class GuidePage:
    """`edition` is that of the template over which these words were written: the town's stay when ours change.
    `words` is None for a page that is only hidden."""

    id: UUID
    slug: str
    words: GuideWords | None
    edition: str
    hidden: bool
    written_at: datetime
    written_by: UUID | None
    version: int = 0

    def write(self, words: GuideWords, *, edition: str, by: UUID | None, at: datetime) -> GuidePageChanged:
        self.words, self.edition, self.written_by, self.written_at = words, edition, by, at
        return self.changed()

    def hide(self, hidden: bool, *, by: UUID | None, at: datetime) -> GuidePageChanged:
        self.hidden, self.written_by, self.written_at = hidden, by, at
        return self.changed()

    def changed(self) -> GuidePageChanged:
        return GuidePageChanged(page_id=self.id)


def must_be_whole(words: GuideWords) -> GuideWords:
    """The words without blanks around them. Raises `Invalid` with a sentence for each field to mend."""
    tidy = GuideWords(
        title=" ".join(words.title.split()),
        summary=" ".join(words.summary.split()),
        body=words.body.replace("\r\n", "\n").strip(),
    )
    faults = [*_faults(tidy)]
    if faults:
        raise Invalid(faults=faults)
    return tidy


def _faults(words: GuideWords) -> Iterator[Fault]:
    asked = (
        ("title", words.title, LONGEST_TITLE, "Écrivez un titre."),
        ("summary", words.summary, LONGEST_SUMMARY, "Écrivez le résumé : c’est lui que l’on lit dans les listes."),
        ("body", words.body, LONGEST_BODY, "Écrivez le texte."),
    )
    for name, text, longest, missing in asked:
        if not text:
            yield Fault(f"/{name}", missing, "missing")
        elif len(text) > longest:
            yield Fault(f"/{name}", f"Ce texte dépasse {grouped(longest)} caractères.", "too_long")
        elif "\0" in text:
            yield Fault(f"/{name}", "Ce texte contient un caractère invisible : tapez-le à nouveau.", "control")
