"""What is wrong with a form, said to who builds it: the form language itself speaks to who writes it by hand."""

from collections.abc import Iterator

from chassis.refusals import Fault
from contracts.forms import Form, Section, check_form, flat
from contracts.forms.items import Piece

UNREADABLE = "La condition ou le calcul ne se lit pas : vérifiez les noms, les parenthèses et les guillemets."
_KINDS = "La condition ou le calcul mélange des réponses de sortes différentes, par exemple un texte et un nombre."
SAID = {
    "bad_cycle": "Ces questions s’attendent l’une l’autre : retirez une des conditions.",
    "bad_id": "Le nom technique est fait de minuscules, de chiffres et de _, et commence par une lettre.",
    "bad_field": "La condition ou le calcul parle d’une partie que cette réponse n’a pas.",
    "bad_prefill": "Ce champ du profil ne convient pas à cette sorte de question.",
    "bad_words": "Écrivez ce texte en français ; l’anglais est facultatif.",
    "bad_write_back": "Seule une question préremplie, hors d’un tableau, peut être proposée au profil.",
    "duplicate_id": "Une autre question porte le même nom technique : changez l’un des deux.",
    "empty": "Il n’y a rien ici : ajoutez au moins une question.",
    "forward_reference": "La condition parle d’une question posée plus loin : changez leur ordre.",
    "min_above_max": "Le minimum dépasse le maximum.",
    "mismatched": _KINDS,
    "not_typed": _KINDS,
    "too_costly": "La condition ou le calcul demande trop de travail : simplifiez-le.",
    "too_many": "Il y en a trop.",
    "unknown_function": "La condition ou le calcul appelle une fonction qui n’existe pas.",
    "unknown_name": "La condition ou le calcul parle d’une question qui n’est pas dans ce formulaire.",
    "without_label": "Écrivez la question.",
}


STRAY = "Une pièce se joint dans une étape faite de pièces seules : retirez-la d’ici, puis ajoutez-la de nouveau."


def stray_pieces(form: Form) -> Iterator[Fault]:
    """Pieces among questions: the page that takes files is a step of its own, and nobody could join them."""
    for number, step in enumerate(form.steps):
        if all(isinstance(item, Piece) for item in flat(step)):
            continue
        for index, item in enumerate(step.items):
            at = f"/form/steps/{number}/items/{index}"
            if isinstance(item, Piece):
                yield Fault(at, STRAY, "stray_piece")
            elif isinstance(item, Section):
                for place, inner in enumerate(item.items):
                    if isinstance(inner, Piece):
                        yield Fault(f"{at}/items/{place}", STRAY, "stray_piece")


def faults_of(form: Form) -> Iterator[Fault]:
    """With a pointer into the definition; questions that wait for each other are each told."""
    for found in check_form(form):
        for pointer in dict.fromkeys((found.pointer, *found.also)):
            yield Fault(f"/form{pointer}", SAID.get(found.code, UNREADABLE), found.code)
