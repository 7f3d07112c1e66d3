"""The themes of a town's catalogue: slug, French, English, icon, in the order in which they stand."""

THEMES = (
    ("etat-civil", "État civil", "Civil registry", "certificate"),
    ("ecole-enfance", "École et enfance", "School and childhood", "school"),
    ("cadre-de-vie", "Rue et cadre de vie", "Streets and surroundings", "road"),
    ("urbanisme", "Urbanisme et travaux", "Planning and works", "building"),
    ("commerces", "Commerces et associations", "Shops and associations", "building-community"),
    ("dechets", "Déchets", "Waste", "recycle"),
    ("mon-quotidien", "Mon quotidien", "Everyday life", "home"),
    ("citoyennete", "Citoyenneté", "Citizenship", "flag"),
    ("social", "Solidarité et santé", "Social support and health", "heart-handshake"),
    ("securite", "Tranquillité et sécurité", "Safety", "shield"),
)
# Known by these words in the files of démarches that are ready.
DEPARTMENTS = (
    ("etat-civil", "Service de l’état civil"),
    ("enfance", "Service Enfance et écoles"),
    ("voirie", "Service Voirie et espaces publics"),
)
PINNED = 6
