"""The organisation's colour, made readable: contrast as WCAG 2.2 defines it, and the stylesheet served as /theme.css."""

import colorsys
import re
from typing import NamedTuple

READABLE = 4.5  # WCAG 2.2, 1.4.3: normal text
LIGHT_PAPER = "#faf8f4"  # the --paper token of the light and dark themes, in gateway/assets/css/tokens.css
DARK_PAPER = "#1a1816"
WHITE, INK = "#ffffff", "#1c1a17"
DEFAULT_ACCENT = "#1f5f8b"


class NotAColour(ValueError):
    """Write the colour as # and six hexadecimal digits, for example #1f5f8b."""


class Colour(NamedTuple):
    red: int
    green: int
    blue: int

    @property
    def hex(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


def parse(text: str) -> Colour:
    """#rgb or #rrggbb. Anything else is refused: what comes out is written in a stylesheet."""
    found = re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", text.strip().lower())
    if found is None:
        raise NotAColour
    digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
    return Colour(*(int(digits[at : at + 2], 16) for at in (0, 2, 4)))


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in parse(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """`share` of `other` in `colour`, 0 to 1."""
    pairs = zip(parse(colour), parse(other), strict=True)
    return Colour(*(round(one + (two - one) * share) for one, two in pairs)).hex


def shifted(colour: str, by: float) -> str:
    """Lighter (by > 0) or darker, in the lightness of HSL, the hue kept."""
    red, green, blue = (channel / 255 for channel in parse(colour))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    back = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light + by)), saturation)
    return Colour(*(round(channel * 255) for channel in back)).hex


def readable(colour: str, *, on: str, ratio: float = READABLE) -> str:
    """The colour itself when it stands out enough on the paper, else its nearest lighter or darker neighbour that does."""
    step = 0.01 if luminance(on) < 0.18 else -0.01
    for turn in range(101):
        found = shifted(colour, step * turn)
        if contrast(found, on) >= ratio:
            return found
    return WHITE if step > 0 else INK


def ink_on(colour: str) -> str:
    """White or ink, whichever reads better on the colour."""
    return WHITE if contrast(WHITE, colour) >= contrast(INK, colour) else INK


class Palette(NamedTuple):
    accent: str
    on_accent: str
    accent_hover: str
    accent_soft: str


def palette(colour: str, *, dark: bool) -> Palette:
    """The accent corrected for the paper (a colour chosen too pale is darkened, never refused), and what goes with it.

    `accent_soft` is the accent's wash: text in ink and in accent stays readable on it.
    """
    paper = DARK_PAPER if dark else LIGHT_PAPER
    # On dark paper a pure colour glares: a quarter of white calms it.
    tint = mixed(colour, WHITE, 0.25) if dark else parse(colour).hex
    soft = mixed(paper, tint, 0.2 if dark else 0.08)
    accent = readable(readable(tint, on=paper), on=soft)
    hover = readable(shifted(accent, 0.08 if dark else -0.08), on=ink_on(accent))
    return Palette(accent, ink_on(accent), hover, soft)


def theme_css(colour: str) -> str:
    """The whole of /theme.css for an organisation's colour."""
    day, night = rules(palette(colour, dark=False)), rules(palette(colour, dark=True))
    return f"@layer theme{{:root{{{day}}}@media (prefers-color-scheme:dark){{:root{{{night}}}}}}}\n"


def rules(colours: Palette) -> str:
    return (
        f"--accent:{colours.accent};--on-accent:{colours.on_accent};"
        f"--accent-hover:{colours.accent_hover};--accent-soft:{colours.accent_soft}"
    )
