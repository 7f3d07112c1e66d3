"""One dossier, as its applicant and its agents read it."""
