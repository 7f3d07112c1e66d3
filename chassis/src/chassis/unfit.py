"""What does not fit the shape that an operation describes, in words: the framework says it in English."""

import re
from collections.abc import Callable

from chassis.refusals import Fault


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    return text


NOT_THAT_WAY = N_("Cette adresse existe, mais ne s’appelle pas avec cette méthode.")
UNREADABLE = N_("Votre demande n’est pas lisible.")
NO_BODY = N_("Cet appel attend un corps en JSON.")
# The first that fits wins. What a sentence leaves between angle brackets are the names and types of the description.
_SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), sentence)
    for pattern, sentence in (
        (r"Object contains unknown field `(?P<field>[^`]*)`", N_("Ce champ n’existe pas ici.")),
        (r"Object missing required field `(?P<field>[^`]*)`", N_("Il manque ce champ.")),
        (r"Expected `(?P<wanted>[^`]*)`, got `(?P<given>[^`]*)`", N_("Attendu : %(wanted)s. Reçu : %(given)s.")),
        (r"Expected `(?P<wanted>[^`]*)` of length (?P<size>.*)", N_("Attendu : %(wanted)s, de longueur %(size)s.")),
        (
            r"Expected `(?P<wanted>[^`]*)` matching regex (?P<form>.*)",
            N_("Attendu : %(wanted)s, de la forme %(form)s."),
        ),
        (r"Expected `(?P<wanted>[^`]*)` (?P<bound>[<>=]+ .*)", N_("Attendu : %(wanted)s %(bound)s.")),
        (r"Expected `(?P<wanted>[^`]*)`", N_("Attendu : %(wanted)s.")),
        (r"Invalid enum value (?P<given>.*)", N_("%(given)s n’est pas une valeur possible.")),
        (r"Invalid value (?P<given>.*)", N_("%(given)s n’est pas une valeur possible.")),
        (r"Invalid (?P<wanted>.*)", N_("Ce n’est pas une valeur de cette forme : %(wanted)s.")),
        # A key that the framework did not find: no body came.
        (r"'data'", NO_BODY),
    )
)
_BODY = "data"


def in_words(key: str, message: str, said: Callable[[str], str]) -> Fault:
    """`key` is where the framework found it, in dots, below the body's own name; `said` translates.

    The pointer is that of the field itself (RFC 6901), also where its absence was found in what should hold it.
    """
    steps = [step for step in re.split(r"[.\[\]]+", key) if step]
    steps = steps[1:] if steps[:1] == [_BODY] else steps
    message = message.split(" - at `", 1)[0]
    for pattern, sentence in _SENTENCES:
        if found := pattern.fullmatch(message):
            values = found.groupdict()
            if "field" in values:
                steps.append(values["field"])
            return Fault("".join(f"/{step}" for step in steps), said(sentence) % values, "invalid")
    return Fault("".join(f"/{step}" for step in steps), message, "invalid")
