"""How long an SMS is, as networks count and bill it (3GPP TS 23.038 and 23.040)."""

from typing import NamedTuple

# The default alphabet: one septet each; those after it take an escape as well.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("\f^{}\\[~]|€")
# What the alphabet lacks and a reader does not miss: one such sign would more than halve what fits.
_PLAIN = str.maketrans(
    {
        "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ",
        "\u202f": " ", "ê": "e", "ë": "e", "â": "a", "î": "i", "ï": "i", "ô": "o", "û": "u", "ÿ": "y", "ç": "c",
        "À": "A", "Â": "A", "È": "E", "Ê": "E", "Ë": "E", "Î": "I", "Ï": "I", "Ô": "O", "Ù": "U", "Û": "U",
        "œ": "oe", "Œ": "OE", "æ": "ae",
    }
)  # fmt: skip
ONE_BASIC, EACH_BASIC = 160, 153
ONE_WIDE, EACH_WIDE = 70, 67
MOST = 3


class Length(NamedTuple):
    """`wide`: a sign outside of the default alphabet makes every sign take two bytes (UCS-2)."""

    signs: int
    segments: int
    wide: bool


def length_of(text: str) -> Length:
    if all(sign in _BASIC or sign in _ESCAPED for sign in text):
        widths = [2 if sign in _ESCAPED else 1 for sign in text]
        return Length(sum(widths), 1 if sum(widths) <= ONE_BASIC else _packed(widths, EACH_BASIC), wide=False)
    widths = [2 if ord(sign) > 0xFFFF else 1 for sign in text]
    return Length(sum(widths), 1 if sum(widths) <= ONE_WIDE else _packed(widths, EACH_WIDE), wide=True)


def _packed(widths: list[int], room: int) -> int:
    """What takes two places is never cut in two: it goes to the next segment and leaves one place empty."""
    segments, taken = 1, 0
    for width in widths:
        if taken + width > room:
            segments, taken = segments + 1, 0
        taken += width
    return segments


def written(before: str, said: str, after: str) -> str:
    """The whole text; `said` is shortened until it is no longer than `MOST` segments."""
    said = said.translate(_PLAIN)
    head, tail = before.translate(_PLAIN), after.translate(_PLAIN)
    text = f"{head}{said}{tail}"
    while length_of(text).segments > MOST and said:
        said = said[:-1].rstrip()
        text = f"{head}{said}...{tail}"
    return text
