"""What the customer thinks of the help they had."""

from chassis.refusals import Fault
from ticketing.domain.refusals import OpinionInvalid

LONGEST_COMMENT = 1_000


def must_be_an_opinion(score: int, comment: str) -> tuple[int, str]:
    faults: list[Fault] = []
    if not 1 <= score <= 5:
        faults.append(Fault("/score", "Choisissez une réponse de 1 à 5.", "range"))
    if len(comment) > LONGEST_COMMENT or "\x00" in comment:
        faults.append(
            Fault("/comment", f"Raccourcissez votre commentaire : {LONGEST_COMMENT} caractères au plus.", "too_long")
        )
    if faults:
        raise OpinionInvalid(faults=faults)
    return score, comment.strip()
