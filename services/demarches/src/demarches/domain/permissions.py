"""The permissions of this service, as contracts.permissions names them."""

READ = "demarches.dossiers.read"
INSTRUCT = "demarches.dossiers.instruct"
DECIDE = "demarches.dossiers.decide"
ORGANISE = "demarches.desk.organise"
EDIT = "demarches.definitions.edit"
ARRANGE = "demarches.calendars.arrange"
SHARE = "demarches.definitions.share"
