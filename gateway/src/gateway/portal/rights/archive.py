"""The archive of everything held on a person: one JSON file for each service, and a page that reads without any."""

import io
import json
import zipfile
from collections.abc import Mapping
from functools import partial
from typing import Any

from gateway.here import Here
from gateway.portal.rights.held import label, told
from gateway.words import N_

NAMES = {
    "identity": N_("Mon compte"),
    "demarches": N_("Mes demandes"),
    "documents": N_("Mes pièces justificatives"),
    "ticketing": N_("Mes tickets d’assistance"),
    "notifier": N_("Mes messages et notifications"),
}


def packed(here: Here, parts: Mapping[str, Any]) -> bytes:
    """`index.html` stands alone: no style, script or picture from elsewhere."""
    kept = io.BytesIO()
    sections = [(here.said(NAMES[name]), f"donnees/{name}.json", parts[name]) for name in NAMES if name in parts]
    page = here.entrance.pages.render(
        "rights/archive.html",
        locale=here.locale,
        page=here.context(),
        sections=sections,
        label=partial(label, here),
        told=partial(told, here),
    )
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", page)
        for _, path, part in sections:
            archive.writestr(path, json.dumps(part, ensure_ascii=False, indent=2))
    return kept.getvalue()
