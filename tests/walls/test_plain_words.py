"""What people read is plain: short sentences of short words, in every text of ours that is longer than a label.

The index is Kandel and Moles' adaptation of Flesch's to French: 209 − 1.15 × words per sentence − 0.68 × syllables per
hundred words. Above 80 a text is easy for somebody of eleven, below 50 it wants studies.
"""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(ROOT.glob("*/src/**/locales/en/LC_MESSAGES/messages.po")) + sorted(
    ROOT.glob("services/*/src/*/locales/en/LC_MESSAGES/messages.po")
)
LONG = 15
MOST_WORDS = 24
EASY = 85
READABLE = 50
# Words that the law fixes, and nobody may make shorter.
OF_THE_LAW = ("référentiel général d’amélioration de l’accessibilité",)
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n+")
_WORD = re.compile(r"\w+(?:-\w+)*")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
_MUTE = re.compile(r"(?:[^aeiouy]|[gq]u)(?:e|es|ent)$")


def sentences(text: str) -> list[list[str]]:
    """The words of each."""
    return [words for part in _SENTENCE.split(text) if (words := _WORD.findall(part))]


def syllables(word: str) -> int:
    """As they are said: a mute e at the end is none."""
    found = len(_VOWELS.findall(word.lower()))
    return max(1, found - (found > 1 and bool(_MUTE.search(word.lower()))))


def ease(texts: list[str]) -> float:
    told = [words for text in texts for words in sentences(text)]
    words = [word for sentence in told for word in sentence]
    return 209 - 1.15 * len(words) / len(told) - 68 * sum(map(syllables, words)) / len(words)


def texts_of(catalogue: Path) -> list[str]:
    with catalogue.open("rb") as file:
        known = [message.id if isinstance(message.id, str) else message.id[0] for message in read_po(file)]
    return [text for text in known if sum(map(len, sentences(text))) >= LONG]


def test_the_measure_knows_plain_words_from_an_offices():
    plain = "Le maire vous écrit. Lisez sa lettre, puis dites-nous si elle est claire."
    office = (
        "Nonobstant l’irrecevabilité susmentionnée, l’administration compétente procédera ultérieurement à la "
        "notification individuelle des prescriptions réglementaires afférentes."
    )

    assert syllables("administration") == 5
    assert syllables("lettre") == 1
    assert ease([plain]) > 100
    assert ease([office]) < 10


@pytest.mark.requirement("GW-07")
@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.relative_to(ROOT).parts[-5])
def test_what_people_read_is_plain(catalogue: Path):
    texts = texts_of(catalogue)

    assert ease(texts) >= EASY
    assert [text for text in texts if max(map(len, sentences(text))) > MOST_WORDS] == []
    hard = [text for text in texts if ease([text]) < READABLE]
    assert [text for text in hard if not any(words in text for words in OF_THE_LAW)] == []
