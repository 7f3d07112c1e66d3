"""QR codes, drawn here: an address that opens an account is shown to no other server."""

import segno
from markupsafe import Markup


def svg_of(text: str) -> Markup:
    """An SVG to write into a page. On white whatever the theme is: cameras want it so."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        scale=5, border=3, light="#ffffff", dark="#000000", svgclass="qr-code", omitsize=False
    )
    return Markup(drawn)  # noqa: S704
