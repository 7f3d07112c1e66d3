"""The list of cookies that the legal notice publishes."""

from typing import NamedTuple

from gateway.here import Here
from gateway.words import N_

KEPT = (
    ("session", N_("Vous reconnaître tant que vous êtes connecté"), N_("Jusqu’à votre déconnexion")),
    ("visiteur", N_("Retrouver votre brouillon et protéger vos formulaires, sans dire qui vous êtes"), N_("30 jours")),
    (
        "appareil",
        N_("Vous laisser entrer même si quelqu’un d’autre se trompe de mot de passe à votre place"),
        N_("1 an"),
    ),
    (
        "comptes",
        N_("Passer d’un de vos comptes à l’autre, si vous en avez ajouté un sur cet appareil"),
        N_("Jusqu’à votre déconnexion"),
    ),
    ("ajout", N_("Savoir que vous ajoutez un compte au lieu d’en changer"), N_("10 minutes")),
    ("apercu", N_("Vous montrer des réglages qui ne sont pas encore publiés, si vous les préparez"), N_("1 heure")),
    ("voyage", N_("Reconnaître votre retour de FranceConnect ou de ProConnect"), N_("10 minutes")),
    (
        "sortie",
        N_("Vous proposer de vous déconnecter aussi de FranceConnect ou de ProConnect"),
        N_("Jusqu’à votre déconnexion"),
    ),
    (
        "fini",
        N_("Effacer de cet appareil ce que vous y aviez saisi sans connexion, si votre session a été fermée ailleurs"),
        N_("7 jours"),
    ),
    ("langue", N_("Se souvenir de la langue choisie"), N_("1 an")),
    ("message", N_("Afficher une confirmation sur la page suivante"), N_("5 minutes")),
)


class Cookie(NamedTuple):
    name: str
    purpose: str
    kept: str


def listed(here: Here) -> list[Cookie]:
    return [Cookie(here.entrance.cookies.name(name), here.said(why), here.said(kept)) for name, why, kept in KEPT]
