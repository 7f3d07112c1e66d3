"""What `parvis` says when it cannot go on: in French, then in English, with what to do."""


class CannotGoOn(Exception):
    """The command stops here, with a sentence for the person at the keyboard and exit code 1."""

    def __init__(self, french: str, english: str) -> None:
        super().__init__(f"{french} / {english}")


class PortTaken(CannotGoOn):
    """Something else listens where one of our processes must."""

    def __init__(self, port: int, name: str) -> None:
        super().__init__(
            f"Le port {port} ({name}) est déjà pris : arrêtez le programme qui l’occupe, "
            "ou décalez tous les ports avec PARVIS_PORT_BASE=9000 make up.",
            f"Port {port} ({name}) is in use: stop what holds it, or shift every port with PARVIS_PORT_BASE=9000.",
        )


class NeverStarted(CannotGoOn):
    """There are no keys and no passwords yet, so there is nothing to speak to."""

    def __init__(self) -> None:
        super().__init__("Parvis n’a pas encore démarré ici : make up.", "Parvis never started here: make up.")


class DiskFull(CannotGoOn):
    """The file system of the state folder has no room left."""

    def __init__(self, folder: object) -> None:
        super().__init__(
            f"Le disque qui porte {folder} est plein : libérez au moins 1 Go, puis relancez make up.",
            f"The disk holding {folder} is full: free at least 1 GB, then run make up again.",
        )


class NamespaceRefused(CannotGoOn):
    """PostgreSQL refuses root, and this machine refuses the user namespace that works around it."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL ne démarre pas en root et cette machine refuse « unshare --user » : relancez make up sans être "
            "root, ou donnez un PostgreSQL existant avec PARVIS_DATABASE_URL.",
            "PostgreSQL does not run as root and this machine refuses `unshare --user`: run make up as an ordinary "
            "user, or give an existing PostgreSQL with PARVIS_DATABASE_URL.",
        )


class ProgramMissing(CannotGoOn):
    """A program the wheels should have brought is not in the virtual environment."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Le programme {name} manque dans l’environnement .venv : supprimez .venv et relancez make up.",
            f"The program {name} is missing from .venv: remove .venv and run make up again.",
        )


class NotReady(CannotGoOn):
    """A process started but did not become ready in time, or died before."""

    def __init__(self, name: str, log: object, last_lines: str) -> None:
        super().__init__(
            f"{name} n’est pas devenu prêt ; son journal est {log}.",
            f"{name} did not become ready; its log is {log}. Last lines:\n{last_lines}".rstrip(),
        )
