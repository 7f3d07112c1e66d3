"""What people write."""

from chassis.figures import grouped
from chassis.refusals import Fault
from ticketing.domain.refusals import TextNeeded

LONGEST_SUBJECT = 150


def must_be_written(typed: str, pointer: str, *, longest: int) -> str:
    """Without the spaces around it. Raises TextNeeded when nothing is left, or too much."""
    text = typed.replace("\r\n", "\n").strip()
    if not text:
        raise TextNeeded(faults=[Fault(pointer, "Écrivez votre texte.", "missing")])
    if len(text) > longest:
        said = f"Raccourcissez votre texte : {grouped(longest)} caractères au plus, vous en avez saisi {grouped(len(text))}."
        raise TextNeeded(faults=[Fault(pointer, said, "too_long")])
    if "\x00" in text:
        raise TextNeeded(faults=[Fault(pointer, "Retirez les caractères invisibles.", "characters")])
    return text


def fault_in_subject(typed: str) -> list[Fault]:
    """What is wrong with a subject, for it is corrected together with the rest of the form."""
    text = typed.strip()
    if not text:
        return [Fault("/subject", "Résumez votre demande en une ligne.", "missing")]
    if len(text) > LONGEST_SUBJECT:
        said = f"Raccourcissez l’objet : {LONGEST_SUBJECT} caractères au plus, vous en avez saisi {grouped(len(text))}."
        return [Fault("/subject", said, "too_long")]
    if any(ord(letter) < 32 for letter in text):
        return [Fault("/subject", "Écrivez l’objet sur une seule ligne.", "characters")]
    return []
