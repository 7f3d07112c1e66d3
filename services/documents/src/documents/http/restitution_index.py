"""The page that an archive begins with, in the language of whose it is: opened in any browser, without network."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from html import escape

from chassis.pages.filters import Words
from chassis.pages.translations import Catalogues
from contracts.documents import PIECE_TYPES
from documents.commands.open_everything import OpenedPiece
from documents.commands.open_file import OpenedFile

STYLE = "body{font:18px/1.5 sans-serif;max-width:44em;margin:2em auto;padding:0 1em}li{margin:.4em 0}.muted{color:#555}"
CHECKED = "<code>sha256sum -c manifest-sha256.txt</code>"


@lru_cache(maxsize=1)
def _catalogues() -> Catalogues:
    return Catalogues(("documents",))


def index_page(pieces: list[OpenedPiece], paths: Mapping[int, str], now: datetime, locale: str) -> bytes:
    """`paths`: where each opened file lies, by its identity; those without one are missing from the archive."""
    _, words = _catalogues().messages(locale).gettext, Words("en" if locale.startswith("en") else "fr")
    parts: list[str] = []
    for piece in pieces:
        about = _(PIECE_TYPES[piece.piece.type])
        if piece.piece.valid_until:
            about += " · " + _("valable jusqu’au %(day)s") % {"day": words.day(piece.piece.valid_until)}
        former = " " + _("(version précédente)")
        both = [(opened, "") for opened in piece.files] + [(opened, former) for opened in piece.former]
        lines = "".join(_line(paths.get(id(opened)), opened, note, _) for opened, note in both)
        refused = _("un virus y a été trouvé : ce fichier n’est pas gardé.")
        lines += "".join(f"<li>{escape(name)} – {escape(refused)}</li>" for name in piece.infected)
        parts.append(f"<h2>{escape(piece.piece.label)}</h2><p class=muted>{escape(about)}</p><ul>{lines}</ul>")
    title = escape(_("Mes pièces justificatives"))
    said = escape(_("Archive de votre espace, faite le %(day)s.") % {"day": words.day(now)})
    body = "".join(parts) or f"<p>{escape(_('Votre espace ne contenait aucune pièce.'))}</p>"
    sums = escape(
        _("Chaque fichier et son empreinte SHA-256 sont dans manifest-sha256.txt. Pour vérifier que rien n’a changé :")
    )
    journal = escape(_("Le fichier journal.json dit qui a ouvert quoi."))
    return (
        f"<!doctype html><html lang={words.language}><meta charset=utf-8><title>{title}</title><style>{STYLE}</style>"
        f"<h1>{title}</h1><p>{said}</p>{body}<hr><p class=muted>{sums} {CHECKED}</p><p class=muted>{journal}</p>"
    ).encode()


def _line(path: str | None, opened: OpenedFile, note: str, _: Callable[[str], str]) -> str:
    name = escape(opened.name)
    if path is None:
        why = _("ce fichier n’a pas pu être ouvert, il manque à cette archive. Signalez-le à votre mairie.")
        return f"<li>{name}{escape(note)} – {escape(why)}</li>"
    return f'<li><a href="{escape(path, quote=True)}">{name}</a>{escape(note)}</li>'
