"""A list of the person at the keyboard, as their spreadsheet saved it."""

from pathlib import Path

from suite.sentences import CannotGoOn

MOST_BYTES = 500_000


class TooLong(CannotGoOn):
    """The service takes no more at once."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} est trop volumineux : 500 lignes au plus à la fois.", f"{file} is too long.")


def text_of(file: Path) -> str:
    """UTF-8 with or without its mark, or the Windows alphabet. Raises `TooLong`."""
    if file.stat().st_size > MOST_BYTES:
        raise TooLong(file)
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
