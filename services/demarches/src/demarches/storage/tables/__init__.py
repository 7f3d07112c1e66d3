"""The tables of this service."""

from demarches.storage.tables.asked import dossiers, history, reference_counters
from demarches.storage.tables.joined import file_verdicts, piece_files, piece_requests, pieces
from demarches.storage.tables.offered import (
    definitions,
    demarches,
    departments,
    organisation_settings,
    quotas,
    synonyms,
    themes,
)
from demarches.storage.tables.said import messages, notes

# In the order in which they are created.
ALL = (
    organisation_settings,
    departments,
    themes,
    demarches,
    definitions,
    quotas,
    synonyms,
    reference_counters,
    dossiers,
    piece_requests,
    pieces,
    piece_files,
    file_verdicts,
    messages,
    notes,
    history,
)

__all__ = [
    "ALL",
    "definitions",
    "demarches",
    "departments",
    "dossiers",
    "file_verdicts",
    "history",
    "messages",
    "notes",
    "organisation_settings",
    "piece_files",
    "piece_requests",
    "pieces",
    "quotas",
    "reference_counters",
    "synonyms",
    "themes",
]
