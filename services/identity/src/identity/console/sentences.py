"""Sentences of the domain that the console shows in the reader's language, marked for our catalogue."""


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    return text


SENTENCES = (
    N_("Indiquez le nom de votre organisation."),
    N_("Écrivez 200 caractères au plus, sur une ligne."),
    N_("Proposez 20 liens au plus."),
    N_("Donnez un nom à ce lien."),
    N_("Indiquez une adresse qui commence par https://."),
    N_("Écrivez la couleur avec # et six chiffres, par exemple #1f5f8b."),
    N_("Utilisez de 3 à 40 lettres minuscules, chiffres ou tirets, par exemple saint-denis."),
    N_("Cette adresse est déjà celle d'une autre organisation."),
    N_("Écrivez au demandeur pourquoi, en 1 000 caractères au plus : il le lira tel quel."),
    N_("Mairie"),
    N_("CCAS"),
    N_("Communauté de communes"),
    N_("Syndicat"),
    N_("Partenaire"),
    N_("Interne"),
)
