"""`parvis keys rotate <service>` and `parvis keys prune`."""

from suite.cli.restart import restart
from suite.installation import Installation
from suite.sentences import CannotGoOn
from suite.signing import KEPT_SECONDS, prune, rotate
from suite.supervisor.records import Board
from suite.topology import SIGNERS


class UnknownSigner(CannotGoOn):
    """Nobody of that name signs anything."""

    def __init__(self) -> None:
        names = ", ".join(SIGNERS)
        super().__init__(f"Dites de qui : {names}.", f"Say whose key: {names}.")


def keys(action: str, service: str | None) -> int:
    installation = Installation.chosen()
    for kid in prune(installation.keyring):
        print(f"✓ {kid} n'est plus reconnue")
    if action == "prune":
        return 0
    if service not in SIGNERS:
        raise UnknownSigner
    kid = rotate(installation.keyring, service)
    board = Board.read(installation.state.run / "status.json")
    if board and board.supervised():
        for record in board.records:
            if record.name == service or record.name.startswith(f"{service}."):
                restart(record.name)
    print(f"✓ {service} signe avec {kid} ; l'ancienne clé reste reconnue {KEPT_SECONDS // 60} min (parvis keys prune).")
    return 0
