"""Questions by theme, as those who open their town's account ask them: who does what, one's account, registration."""

from typing import NamedTuple


class Question(NamedTuple):
    key: str
    theme: str
    title: str
    body: str


WHO, ACCOUNT, REGISTRATION = "Qui fait quoi ?", "Mon compte", "Inscription"
QUESTIONS = (
    Question(
        "qui-valide-les-utilisateurs",
        WHO,
        "Qui valide les utilisateurs, et comment ?",
        "L’administrateur de la collectivité : à la page **Membres**, il ajoute, valide ou invalide les comptes et attribue à "
        "chacun ses permissions. Lui-même est confirmé par le représentant légal.",
    ),
    Question(
        "qui-valide-l-administrateur",
        WHO,
        "Qui valide le compte administrateur ?",
        "Le représentant légal. Dès qu’un membre demande à être administrateur, un courrier avec une référence et un code part "
        "vers lui. Il les saisit à la page **Confirmer un administrateur**, sans compte. Les codes servent une fois, pendant 30 jours.",
    ),
    Question(
        "representant-legal",
        WHO,
        "Qu’est-ce que le représentant légal ?",
        "La personne qui dirige l’organisation : maire, présidente de communauté de communes, directeur… Son rôle se limite à "
        "confirmer l’administrateur.",
    ),
    Question(
        "role-de-l-administrateur",
        WHO,
        "Que fait l’administrateur ?",
        "Il abonne la collectivité aux services, tient les comptes et attribue les permissions. Il n’en a aucune par défaut : pour "
        "utiliser un service, il s’attribue d’abord sa permission.",
    ),
    Question(
        "changer-d-administrateur",
        WHO,
        "Comment changer d’administrateur ?",
        "Le successeur fait sa demande à la page **Administrateur**. Un nouveau courrier part vers le représentant légal ; ses codes "
        "transmettent le rôle. L’administrateur en place le reste jusque-là, et les permissions déjà attribuées demeurent.",
    ),
    Question(
        "changer-avant-validation",
        WHO,
        "La première demande n’est pas encore validée, et l’administrateur change : que faire ?",
        "Recommencez la demande avec le nouvel administrateur. Les codes du premier courrier ne valent plus rien : le représentant "
        "légal peut l’ignorer et attend le second.",
    ),
    Question(
        "compte-desactive",
        ACCOUNT,
        "Mon compte est désactivé",
        "Trois raisons, trois retours. **Plus de 16 mois sans connexion**, ou **lien d’activation jamais suivi** : demandez un "
        "nouveau lien à la page de connexion. **Compte invalidé par l’administrateur** de votre organisation : lui seul le rétablit. "
        "Sans réponse, écrivez-nous avec le formulaire ci-dessous.",
    ),
    Question(
        "plusieurs-organisations",
        ACCOUNT,
        "Je travaille pour plusieurs organisations",
        "Un compte appartient à une seule organisation : ayez-en un pour chacune. Ajoutez-les sur votre appareil dans **Mes "
        "comptes**, puis passez de l’un à l’autre en un clic. Rien ne passe de l’un à l’autre.",
    ),
    Question(
        "administrateur-de-plusieurs",
        ACCOUNT,
        "Je suis l’administrateur de plusieurs organisations",
        "C’est possible, avec un compte par organisation et un courrier à chaque représentant légal.",
    ),
    Question(
        "nom-compose",
        REGISTRATION,
        "J’ai un prénom ou un nom composé",
        "Votre nom d’utilisateur est proposé : prenom.nom, ou toutes les parties reliées par un tiret, en 20 caractères au plus. "
        "Frédéric Dupont Durand devient *frederic-dupont-dura*. Vous pouvez en choisir un plus simple.",
    ),
    Question(
        "regles-du-mot-de-passe",
        REGISTRATION,
        "Quelles sont les règles du mot de passe ?",
        "8 caractères au moins, avec un chiffre, une minuscule et une majuscule. Ceux que tout le monde choisit sont refusés. Une "
        "longue phrase convient très bien : rien n’est coupé.",
    ),
    Question(
        "courrier-non-recu",
        REGISTRATION,
        "Le courrier avec les codes n’est pas arrivé",
        "Il est adressé au représentant légal seul : demandez-lui d’abord. Après 5 jours ouvrables, signalez son absence à la page "
        "**Administrateur** : un autre part.",
    ),
    Question(
        "bouton-valider",
        REGISTRATION,
        "Le bouton « Valider » ne fonctionne pas",
        "Un champ marqué d’une étoile est vide, ou la case des conditions n’est pas cochée : la page dit lequel, avec un lien vers "
        "lui.",
    ),
)
