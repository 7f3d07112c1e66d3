"""The ways a service says no.

A refusal is an answer, not a failure: it is expected, safe to show and never paged on. Its docstring is its title,
in French, as people read it. What it becomes on a wire is decided in `problems`.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Fault(NamedTuple):
    """One thing wrong with what was sent. `pointer` is a JSON pointer into the body (« /email »)."""

    pointer: str
    message: str
    code: str = "invalid"


class Refusal(Exception):
    """La demande a été refusée."""

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or type(self).__doc__)

    @property
    def title(self) -> str:
        return (type(self).__doc__ or "").strip()

    @property
    def detail(self) -> str | None:
        said = str(self)
        return None if said == (type(self).__doc__ or "") else said


class NotFound(Refusal):
    """Cet élément n’existe pas, ou vous n’y avez pas accès."""


class Gone(NotFound):
    """Cet élément n’est plus disponible."""


class Unauthenticated(Refusal):
    """Connectez-vous pour continuer."""


class Forbidden(Refusal):
    """Vous n’avez pas la permission de faire cela."""


class Conflict(Refusal):
    """L’état actuel ne permet pas cette action."""


class Stale(Conflict):
    """Quelqu’un d’autre a modifié cet élément entre-temps."""


class Locked(Refusal):
    """Cet élément est retenu : il ne peut être ni modifié ni effacé pour le moment."""


class TooMany(Refusal):
    """Trop de tentatives. Réessayez plus tard."""

    def __init__(self, detail: str | None = None, *, retry_after: int = 60) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Invalid(Refusal):
    """Certaines informations sont à corriger."""

    def __init__(self, detail: str | None = None, *, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail)
        self.faults = tuple(faults)


class TooLarge(Invalid):
    """Ce qui a été envoyé est trop volumineux."""


class TooSlow(Invalid):
    """L’envoi a pris trop de temps. Vérifiez votre connexion et recommencez."""


class UnsupportedMedia(Invalid):
    """Ce type de contenu n’est pas accepté."""


class Untrustworthy(Refusal):
    """Ce qui est conservé ne correspond pas à ce qui a été reçu. L’incident nous a été signalé."""


class Unavailable(Refusal):
    """Le service est momentanément indisponible. Rien n’a été perdu : réessayez dans un instant."""

    def __init__(self, detail: str | None = None, *, retry_after: int = 5) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
