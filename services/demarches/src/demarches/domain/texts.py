"""What people write."""

from chassis.figures import grouped
from chassis.refusals import Fault
from demarches.domain.refusals import TextNeeded


def must_be_written(typed: str, pointer: str, *, longest: int, missing: str = "Écrivez votre texte.") -> str:
    """Without the spaces around it. Raises TextNeeded when nothing is left, or too much; `missing` says what to write."""
    text = typed.replace("\r\n", "\n").strip()
    if not text:
        raise TextNeeded(faults=[Fault(pointer, missing, "missing")])
    if len(text) > longest:
        said = f"Raccourcissez votre texte : {grouped(longest)} caractères au plus, vous en avez saisi {grouped(len(text))}."
        raise TextNeeded(faults=[Fault(pointer, said, "too_long")])
    if "\x00" in text:
        raise TextNeeded(faults=[Fault(pointer, "Retirez les caractères invisibles.", "characters")])
    return text
