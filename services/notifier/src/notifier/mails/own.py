"""A message that an organisation made up: which values its words need, and whether they can be sent."""

from collections.abc import Mapping

from chassis.refusals import Fault, Invalid
from contracts.messages import MessageKind, Placeholder, ValueKind
from notifier.domain.override import Wording
from notifier.domain.programs.own_template import TemplateWanted, must_be_a_template, named_as_kind
from notifier.mails import neutral
from notifier.mails.grammar import BadTemplate, names_in
from notifier.mails.wordings import ALWAYS, faults_of

# Where the button leads; the organisation's portal when a program does not say.
LINK = "link"
MOST_VALUES = 30
LONGEST_VALUE = 5_000


def kind_of(key: str, wordings: Mapping[str, Wording]) -> MessageKind:
    """Its placeholders are the names that its words use; one that is only said when it is given is optional."""
    used: dict[str, bool] = {}
    for wording in wordings.values():
        for source in (wording.subject, wording.preheader, wording.body, wording.button, wording.reason):
            try:
                names = names_in(source)
            except BadTemplate:
                continue
            for name in names.used - ALWAYS:
                used[name] = used.get(name, True) and name in names.asked
    placeholders = tuple(
        Placeholder(name, f"« {name} »", ValueKind.LINES, optional)
        for name, optional in sorted(used.items())
        if name != LINK
    )
    return MessageKind(
        named_as_kind(key), (*placeholders, Placeholder(LINK, "https://plassans.example/page", ValueKind.LINK))
    )


def must_be_sendable(wanted: TemplateWanted) -> None:
    must_be_a_template(wanted)
    kind = kind_of(wanted.key, wanted.wordings)
    faults = [
        Fault(f"/wordings/{locale}/{wrong.field}", wrong.sentence, wrong.code)
        for locale, wording in wanted.wordings.items()
        for wrong in faults_of(wording, kind)
        # A name that only the other language says is no fault.
        if wrong.code != "missing_placeholder"
    ]
    if len(kind.placeholders) > MOST_VALUES:
        faults.append(Fault("/wordings", f"{MOST_VALUES} informations différentes au plus.", "too_many"))
    if faults:
        raise Invalid(faults=faults)


def must_fill(kind: MessageKind, values: Mapping[str, str]) -> None:
    """Every value that the words need is given, and none that they do not know."""
    known = {placeholder.name: placeholder for placeholder in kind.placeholders}
    faults = [
        Fault(f"/values/{name}", "Ce modèle ne connaît pas cette information.", "unknown")
        for name in sorted(set(values) - set(known))
    ]
    for name, placeholder in known.items():
        value = values.get(name, "").strip()
        if not value and not placeholder.optional and name != LINK:
            faults.append(Fault(f"/values/{name}", "Cette information est nécessaire à ce modèle.", "missing"))
        elif len(value) > LONGEST_VALUE:
            faults.append(Fault(f"/values/{name}", f"{LONGEST_VALUE} caractères au plus.", "length"))
        elif value and name == LINK and not _is_link(value):
            faults.append(Fault(f"/values/{name}", "Donnez une adresse entière, qui commence par https://.", "link"))
    if faults:
        raise Invalid(faults=faults)


def _is_link(text: str) -> bool:
    try:
        _ = neutral.link(text)
    except neutral.NotALink:
        return False
    return True
