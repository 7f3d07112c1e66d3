"""Text, on one line or on several."""

import re
import unicodedata

from contracts.forms.items import LongText, ShortText
from contracts.forms.validation.reading import Reading

# Controls, lone surrogates, and the marks that turn the reading direction round (they can make a text lie).
_REFUSED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_NOT_IN_NAMES = re.compile(r'[\d<>{}\[\]@#$%^*_=+|\\"~;:!?]')
_LINE_ENDS = re.compile("\r\n?")


def text_of(raw: object, reading: Reading, *, longest: int, lines: bool = False) -> str | None:
    """The text in normal form (NFC, no space around), or None after refusing it."""
    if not isinstance(raw, str):
        reading.refuse("type")
        return None
    # Bounded before any work on it; normalisation never makes a text three times longer than this.
    if len(raw) > 3 * longest + 1_000:
        reading.refuse("too_long", limit=longest, length=len(raw))
        return None
    text = _LINE_ENDS.sub("\n", raw).replace("\t", " ").strip()
    if _REFUSED.search(text):
        reading.refuse("characters")
        return None
    if "\n" in text and not lines:
        reading.refuse("one_line")
        return None
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > longest:
        reading.refuse("too_long", limit=longest, length=len(text))
        return None
    return text or None


def name_of(raw: object, reading: Reading) -> str | None:
    text = text_of(raw, reading, longest=100)
    if text is not None and (_NOT_IN_NAMES.search(text) or _draws(text) or not any(map(str.isalpha, text))):
        reading.refuse("name")
        return None
    return text


def _draws(text: str) -> bool:
    """Pictures among the letters: no register writes them, no paper of ours prints them."""
    return any(unicodedata.category(sign) == "So" for sign in text)


def read_text(item: ShortText | LongText, raw: object, reading: Reading) -> str | None:
    text = text_of(raw, reading, longest=item.max_length, lines=isinstance(item, LongText))
    if text is not None and len(text) < item.min_length:
        reading.refuse("too_short", limit=item.min_length)
        return None
    return text
