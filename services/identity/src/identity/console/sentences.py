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
    N_("État civil et cimetières"),
    N_("Élections"),
    N_("Finances et comptabilité"),
    N_("Paie et ressources humaines"),
    N_("Urbanisme et habitat"),
    N_("Enfance, école et jeunesse"),
    N_("Action sociale"),
    N_("Voirie, eau et services techniques"),
    N_("Affaires juridiques et marchés publics"),
    N_("Informatique et données personnelles"),
    N_("Le Maire, Directeur, Président"),
    N_("Le Directeur général des services"),
    N_("Le Secrétaire de mairie"),
    N_("Un membre a déjà cette adresse électronique."),
    N_("Choisissez parmi les centres d'intérêt proposés."),
    N_("Écrivez 120 caractères au plus."),
    N_("Indiquez votre prénom."),
    N_("Indiquez votre nom de famille."),
    N_("Indiquez une adresse électronique complète, par exemple nom@exemple.fr."),
    N_("Indiquez un numéro de téléphone, par exemple 04 72 00 00 00."),
    N_("Retirez les retours à la ligne et les caractères invisibles."),
)
