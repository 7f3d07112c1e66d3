"""`parvis keys rotate <service>` and `parvis keys prune`."""

from suite.cli.restart import restart
from suite.cli.tables import print_json
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


def keys(action: str, service: str | None, *, json: bool) -> int:
    installation = Installation.chosen()
    gone = prune(installation.keyring)
    if not json:
        for kid in gone:
            print(f"✓ {kid} n’est plus reconnue")
    if action == "prune":
        if json:
            print_json({"pruned": gone})
        elif not gone:
            print("Aucune ancienne clé à retirer.")
        return 0
    if service not in SIGNERS:
        raise UnknownSigner
    kid = rotate(installation.keyring, service)
    board = Board.read(installation.state.run / "status.json")
    if board and board.supervised():
        for record in board.records:
            if record.name == service or record.name.startswith(f"{service}."):
                restart(record.name, quiet=json)
    if json:
        print_json({"service": service, "signs_with": kid, "pruned": gone, "trusted_seconds": KEPT_SECONDS})
        return 0
    print(f"✓ {service} signe avec {kid} ; l’ancienne clé reste reconnue {KEPT_SECONDS // 60} min (parvis keys prune).")
    return 0
