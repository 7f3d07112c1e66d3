"""Headers that may not come in, and those that every answer carries (RELIABILITY.md, D-13)."""

from collections.abc import Iterable

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'"
)
SECURITY: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    # Nothing leaves the site, as with no-referrer; but our own forms keep their Origin, which no-referrer turns into
    # « null » and older browsers send nothing else to tell us whose form it is.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"),
)
PRIVATE = b"no-store"
# Script sends its form token under an X- name; everything else of that kind is somebody pretending to be us.
WELCOME = frozenset({b"x-csrf-token", b"x-requested-with"})


def stripped(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Without what only the gateway may say: `X-…`, `Forwarded`, `Via`, and names with an underscore that some
    servers read as a hyphen."""
    return [
        (name, value)
        for name, value in headers
        if name in WELCOME or not (name.startswith(b"x-") or name in (b"forwarded", b"via") or b"_" in name)
    ]
