"""What is wrong with the form of a service, said to who writes it."""

from collections.abc import Iterator

from chassis.refusals import Fault
from contracts.forms import Form, check_form
from contracts.forms.faults import Fault as FaultOfForm
from contracts.forms.faults import FormFault
from ticketing.domain.refusals import EntryInvalid, FormUnusable

_CONDITION = "La condition ne se lit pas : choisissez-la dans la liste, ou corrigez-la."
SAID = {
    "bad_cycle": "Ces questions s’attendent l’une l’autre : retirez une des conditions.",
    "bad_id": "Le nom technique est fait de minuscules, de chiffres et de _, et commence par une lettre.",
    "bad_words": "Écrivez ce texte en français ; l’anglais est facultatif.",
    "duplicate_id": "Une autre question porte le même nom technique : changez l’un des deux.",
    "empty": "Il n’y a rien ici : ajoutez au moins une question.",
    "forward_reference": "La condition parle d’une question posée plus loin : changez leur ordre.",
    "min_above_max": "Le minimum dépasse le maximum.",
    "too_many": "Il y en a trop.",
    "unknown_name": "La condition parle d’une question qui n’est pas dans ce formulaire.",
    "without_label": "Écrivez la question.",
    **dict.fromkeys(("bad_expression", "bad_field", "mismatched", "not_typed", "unknown_function"), _CONDITION),
    **dict.fromkeys(("expression_failed", "too_costly", "unsupported_syntax"), _CONDITION),
}
OTHERWISE = "Cette partie du formulaire ne peut pas être posée ainsi."


def must_be_usable(form: Form) -> None:
    """Raises FormUnusable, with a pointer into the form for each fault."""
    faults = [told for fault in check_form(form) for told in _told(fault)]
    if faults:
        raise FormUnusable(faults=faults)


def unreadable(error: FormFault) -> EntryInvalid:
    """What the form language does not know at all: only somebody who writes it by hand comes here."""
    said = f"Ce formulaire n’est pas lisible : {error}"
    return EntryInvalid(faults=[Fault("/form", said, "form")])


def _told(fault: FaultOfForm) -> Iterator[Fault]:
    for pointer in dict.fromkeys((fault.pointer, *fault.also)):
        yield Fault(f"/form{pointer}", SAID.get(fault.code, OTHERWISE), "form")
