"""The tables of this service."""

from demarches.storage.tables.agreed import AGREED, agreements, attachment_codes
from demarches.storage.tables.asked import dossiers, history, reference_counters
from demarches.storage.tables.booked import BOOKED, allotments, bookings, calendars, closures, venues, waiting
from demarches.storage.tables.decided import DECIDED, decision_documents
from demarches.storage.tables.desk import (
    DESK,
    absences,
    agent_departments,
    agents,
    assignment_rules,
    dossier_words,
    opinions,
    saved_views,
)
from demarches.storage.tables.edited import EDITED, definition_drafts, draft_versions
from demarches.storage.tables.handled import HANDLED, taken_in_hand
from demarches.storage.tables.joined import file_verdicts, piece_files, piece_requests, pieces
from demarches.storage.tables.measured import MEASURED, abandonments, published_figures, satisfactions
from demarches.storage.tables.moved import MOVED, stage_changes
from demarches.storage.tables.offered import (
    definitions,
    demarches,
    departments,
    organisation_settings,
    quotas,
    synonyms,
    themes,
)
from demarches.storage.tables.opened import OPENED, openings
from demarches.storage.tables.said import messages, notes
from demarches.storage.tables.shared import SHARED, copied_definitions, shared_definitions
from demarches.storage.tables.silence import CLOCKED, silences

# What revision 0001 creates, in order. Later tables stand in tuples of their own, for the revision that brings them.
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
    "AGREED",
    "ALL",
    "BOOKED",
    "CLOCKED",
    "DECIDED",
    "DESK",
    "EDITED",
    "HANDLED",
    "MEASURED",
    "MOVED",
    "OPENED",
    "SHARED",
    "abandonments",
    "absences",
    "agent_departments",
    "agents",
    "agreements",
    "allotments",
    "assignment_rules",
    "attachment_codes",
    "bookings",
    "calendars",
    "closures",
    "copied_definitions",
    "decision_documents",
    "definition_drafts",
    "definitions",
    "demarches",
    "departments",
    "dossier_words",
    "dossiers",
    "draft_versions",
    "file_verdicts",
    "history",
    "messages",
    "notes",
    "openings",
    "opinions",
    "organisation_settings",
    "piece_files",
    "piece_requests",
    "pieces",
    "published_figures",
    "quotas",
    "reference_counters",
    "satisfactions",
    "saved_views",
    "shared_definitions",
    "silences",
    "stage_changes",
    "synonyms",
    "taken_in_hand",
    "themes",
    "venues",
    "waiting",
]
