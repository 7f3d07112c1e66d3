"""`parvis reset`: back to an empty installation."""

import os
import shutil
import sys

from suite.cli.down import stop_suite
from suite.state import State


def reset() -> int:
    """Secrets stay: they belong to the installation, not to its data."""
    state = State.chosen()
    sure = os.environ.get("YES") == "1" or bool(os.environ.get("CI"))
    if not sure and not _confirmed(state):
        print("Rien n’a été effacé.")
        return 1
    stop_suite(state)
    shutil.rmtree(state.data, ignore_errors=True)
    shutil.rmtree(state.logs, ignore_errors=True)
    print("Les données sont effacées ; make up repart de zéro.")
    return 0


def _confirmed(state: State) -> bool:
    if not sys.stdin.isatty():
        print("Pour effacer sans question : YES=1 make reset")
        return False
    question = f"Effacer toutes les bases, pièces et mails de {state.data} ? Tapez « effacer » : "
    return input(question).strip().strip("«» ") == "effacer"
