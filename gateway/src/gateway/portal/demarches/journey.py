"""Where one stands between the first question and sending: the steps, their addresses, what comes next."""

from typing import Any

from gateway.here import Here
from gateway.words import N_

Dossier = dict[str, Any]
REFUSED = ("infected", "unscannable")


def address_of(dossier: Dossier, step: str) -> str:
    return f"/demandes/{dossier['id']}/etapes/{step}"


def recap_of(dossier: Dossier) -> str:
    return f"/demandes/{dossier['id']}/recapitulatif"


def appointment_of(dossier: Dossier) -> str:
    return f"/demandes/{dossier['id']}/rendez-vous"


def begins_at(dossier: Dossier) -> str:
    """The first page after the démarche itself."""
    first = dossier["draft"]["steps"][0]["id"]
    return appointment_of(dossier) if dossier["appointment"] else address_of(dossier, first)


def after_appointment(dossier: Dossier) -> str:
    """The first question not answered yet; for a dossier already sent, its own page."""
    if dossier["draft"] is None:
        return f"{follow_up_of(dossier)}/rendez-vous"
    open_ones = [step["id"] for step in dossier["draft"]["steps"] if not step["complete"]]
    return address_of(dossier, open_ones[0]) if open_ones else recap_of(dossier)


def needs_appointment(dossier: Dossier) -> bool:
    """Whether a mandatory appointment is still to be chosen."""
    held = any(booking["status"] == "held" for booking in dossier["bookings"])
    return dossier["appointment"] == "mandatory" and not held


def follow_up_of(dossier: Dossier) -> str:
    return f"/mes-demandes/{dossier['id']}"


def step_names(here: Here, dossier: Dossier) -> list[tuple[str, str, str]]:
    """For the stepper: the démarche, each step, the recap; each with its language, where it is not the reader’s."""
    told_in = dossier["demarche"].get("told_in", here.locale)
    theirs = told_in if told_in != here.locale else ""
    steps = [
        (step["title"], address_of(dossier, step["id"]), "" if step["pieces"] else theirs)
        for step in dossier["draft"]["steps"]
    ]
    first = [(here.said(N_("La démarche")), f"/demarches/{dossier['demarche']['slug']}", "")]
    if dossier["appointment"]:
        first.append((here.said("Mon rendez-vous"), appointment_of(dossier), ""))
    return [*first, *steps, (here.said("Le récapitulatif"), recap_of(dossier), "")]


def number_of(dossier: Dossier, step: str) -> int:
    """Its place in the stepper, which counts from 1 and begins with the démarche, then the appointment if there is one."""
    before_it = 3 if dossier["appointment"] else 2
    return [known["id"] for known in dossier["draft"]["steps"]].index(step) + before_it


def after(dossier: Dossier, step: str) -> str:
    """The address that follows a step: the next one, else the recap."""
    ids = [known["id"] for known in dossier["draft"]["steps"]]
    later = ids[ids.index(step) + 1 :] if step in ids else []
    return address_of(dossier, later[0]) if later else recap_of(dossier)


def before(dossier: Dossier, step: str) -> str:
    ids = [known["id"] for known in dossier["draft"]["steps"]]
    earlier = ids[: ids.index(step)]
    if earlier:
        return address_of(dossier, earlier[-1])
    return appointment_of(dossier) if dossier["appointment"] else f"/demarches/{dossier['demarche']['slug']}"


def where_to_go_on(dossier: Dossier) -> str:
    """The first step not complete, or with a mandatory piece missing; the recap when there is none."""
    if needs_appointment(dossier):
        return appointment_of(dossier)
    have = given(dossier)
    missing = any(p["mandatory"] and p["type"] not in have for p in dossier["draft"]["pieces_wanted"])
    for step in dossier["draft"]["steps"]:
        if not step["complete"] or (step["pieces"] and missing):
            return address_of(dossier, step["id"])
    return recap_of(dossier)


def given(dossier: Dossier) -> set[str]:
    """The types of pieces that are joined: at least one file of theirs was not refused."""
    return {p["type"] for p in dossier["pieces"] if any(f["status"] not in REFUSED for f in p["files"])}


def refused(dossier: Dossier) -> list[str]:
    """The labels of pieces that nothing readable was given for: the checks refused all of it."""
    have = given(dossier)
    return list(dict.fromkeys(p["label"] for p in dossier["pieces"] if p["files"] and p["type"] not in have))
