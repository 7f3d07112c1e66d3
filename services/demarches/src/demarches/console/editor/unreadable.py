"""Where a file that was brought in cannot be read, for whoever has it open beside."""

import re

from chassis.refusals import Invalid
from demarches.queries.words import translation

_PLACE = re.compile(r" - at `\$\.?([^`]*)`$")
_FIELD = re.compile(r"Object (contains unknown|missing required) field `([^`]*)`")


def place_in_words(refused: Invalid, within: str, locale: str) -> str:
    """Empty when nothing in it is unreadable. `within`: what of the file the definition is, as « content »."""
    said = next((fault.message for fault in refused.faults if fault.code == "unreadable"), None)
    if said is None:
        return ""
    _ = translation(locale)
    found = _PLACE.search(said)
    path = ".".join(part for part in (within, found[1] if found else "") if part)
    place = _("À l’endroit « %(path)s »") % {"path": path} if path else _("Tout en haut du fichier")
    if (field := _FIELD.search(said)) is None:
        return _("%(place)s : cette valeur n’est pas possible.") % {"place": place}
    known = field[1] == "contains unknown"
    words = _("%(place)s : « %(name)s » est inconnu.") if known else _("%(place)s : il manque « %(name)s ».")
    return words % {"place": place, "name": field[2]}
