"""File names, as people gave them and as they are safe to show. They never become part of a path or a key."""

import unicodedata

LONGEST_NAME = 120
NAMELESS = "document"


def cleaned(name: str) -> str:
    """The last part of the path, without control or direction characters, 120 characters at most with its extension."""
    last = name.replace("\\", "/").rpartition("/")[2]
    # Cc and Cf hold NUL, line breaks and the overrides that make « gpj.exe » read « exe.jpg ».
    shown = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    shown = " ".join(shown.split()).strip(". ")
    if len(shown) > LONGEST_NAME:
        stem, dot, suffix = shown.rpartition(".")
        keeps_suffix = bool(stem) and len(suffix) <= 8
        shown = stem[: LONGEST_NAME - len(suffix) - 1] + dot + suffix if keeps_suffix else shown[:LONGEST_NAME]
    return shown or NAMELESS
