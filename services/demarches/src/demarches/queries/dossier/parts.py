"""The rows around a dossier: how they are asked for, and what is read of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, case, func, select

from demarches.domain.exchanges import Side
from demarches.domain.pieces import FileStatus
from demarches.queries.appointments.views import BookingView
from demarches.queries.dossier.views import FileView, HistoryLine, MessageView, NoteView, PieceRequestView, PieceView
from demarches.queries.words import dates, translation
from demarches.storage.tables import file_verdicts, history, messages, notes, piece_files, piece_requests, pieces

# What an event of the history may name, whose label is looked up.
ABOUT = ("piece_id", "piece_request_id", "booking_id")

Rows = Sequence[Row[Any]]

_dossier_id = bindparam("dossier_id")
_f = piece_files.c
_said = func.coalesce(file_verdicts.c.status, str(FileStatus.PENDING))
_status = case((_f.erased_at.is_not(None), str(FileStatus.ERASED)), else_=_said).label("status")

PIECES = (
    select(pieces, _f.id.label("file_id"), _f.name, _f.size, _f.media_type, _status)
    .join(piece_files, _f.piece_id == pieces.c.id)
    .outerjoin(file_verdicts, file_verdicts.c.file_id == _f.id)
    .where(pieces.c.dossier_id == _dossier_id)
    .order_by(pieces.c.id, _f.position, _f.id)
)
PIECE_REQUESTS = select(piece_requests).where(piece_requests.c.dossier_id == _dossier_id).order_by(piece_requests.c.id)
MESSAGES = select(messages).where(messages.c.dossier_id == _dossier_id).order_by(messages.c.id)
NOTES = select(notes).where(notes.c.dossier_id == _dossier_id).order_by(notes.c.id)
HISTORY = select(history).where(history.c.dossier_id == _dossier_id).order_by(history.c.id.desc())


def pieces_in(rows: Rows) -> list[PieceView]:
    found: dict[UUID, PieceView] = {}
    for row in rows:
        piece = found.setdefault(
            row.id,
            PieceView(
                id=row.id, type=row.type, label=row.label, added_at=row.added_at, request_id=row.request_id, files=[]
            ),
        )
        piece.files.append(
            FileView(id=row.file_id, name=row.name, size=row.size, media_type=row.media_type, status=row.status)
        )
    return list(found.values())


def piece_requests_in(rows: Rows) -> list[PieceRequestView]:
    return [
        PieceRequestView(
            id=row.id,
            type=row.type,
            label=row.label,
            reason=row.reason,
            indispensable=row.indispensable,
            asked_at=row.asked_at,
            answered_at=row.answered_at,
        )
        for row in rows
    ]


def messages_in(rows: Rows, *, to: Side) -> list[MessageView]:
    """The applicant is not told which agent writes: the administration answers."""
    return [
        MessageView(
            id=row.id,
            side=row.side,
            author=row.author if to is Side.AGENT else None,
            body=row.body,
            posted_at=row.posted_at,
            read_at=row.read_at,
        )
        for row in rows
    ]


def notes_in(rows: Rows) -> list[NoteView]:
    return [NoteView(author=row.author, body=row.body, at=row.at) for row in rows]


def history_in(
    rows: Rows,
    *,
    locale: str,
    joined: list[PieceView],
    asked: list[PieceRequestView],
    to: Side,
    booked: list[BookingView],
    withheld: bool = False,
) -> list[HistoryLine]:
    """Newest first; `withheld`: without the outcome of a decision that is still to be consulted. What passes between agents is told to agents alone. Readings are not told: the message itself says whether it was read."""
    labels = {str(piece.id): piece.label for piece in joined} | {str(request.id): request.label for request in asked}
    moment = dates(locale).moment
    labels |= {str(booking.id): moment(booking.starts_at) for booking in booked}
    lines = [
        _line(row, labels, locale, withheld=withheld) or (_inside(row, locale) if to is Side.AGENT else None)
        for row in rows
    ]
    return [line for line in lines if line is not None]


def _line(row: Any, labels: dict[str, str], locale: str, *, withheld: bool) -> HistoryLine | None:
    _ = translation(locale)
    outcomes = {
        "accepted": (_("Demande acceptée"), "done"),
        "refused": (_("Demande refusée"), "problem"),
        "closed": (_("Demande classée sans suite"), "archived"),
    }
    silent = {
        "acceptance": _("Délai légal écoulé : demande réputée acceptée"),
        "rejection": _("Délai légal écoulé : demande réputée rejetée"),
    }
    posted = _("Message du demandeur") if row.side == Side.APPLICANT else _("Message de la mairie")
    kind = row.type.removeprefix("demarches.").removesuffix(".v1")
    decided = outcomes.get(row.facts.get("outcome", ""), ("", ""))
    if withheld:
        decided = (_("Décision notifiée par voie électronique"), "waiting")
    known = {
        "dossier.submitted": ("send", _("Demande envoyée"), "done"),
        "dossier.under_examination": ("user-check", _("Instruction en cours"), "progress"),
        "dossier.incomplete": ("paperclip", _("Pièce demandée"), "waiting"),
        "piece.received": ("paperclip", _("Pièce jointe"), "neutral"),
        "message.posted": ("message", posted, "neutral"),
        "dossier.decided": ("gavel", *decided),
        "dossier.cancelled": ("x", _("Demande annulée"), "archived"),
        "dossier.attached": ("user-circle", _("Demande rattachée à un espace personnel"), "neutral"),
        "notification.agreed": (
            "mail",
            _("Notification électronique acceptée")
            if row.facts.get("agreed")
            else _("Notification électronique refusée"),
            "neutral",
        ),
        "decision.consulted": ("eye", _("Décision consultée pour la première fois"), "done"),
        "deadline.reached": ("clock", silent.get(row.facts.get("outcome", ""), ""), "waiting"),
        "reasons.asked": ("help-circle", _("Motifs du rejet demandés"), "waiting"),
        "booking.confirmed": ("calendar", _("Rendez-vous pris"), "done"),
        "booking.moved": ("calendar", _("Rendez-vous changé"), "progress"),
        "booking.cancelled": ("calendar", _("Rendez-vous annulé"), "archived"),
    }.get(kind)
    if known is None:
        return None
    about = next((row.facts[name] for name in ABOUT if row.facts.get(name)), "")
    return HistoryLine(
        at=row.at,
        type=kind,
        side=row.side,
        icon=known[0],
        title=known[1],
        tone=known[2],
        text=labels.get(about, ""),
    )


def _inside(row: Any, locale: str) -> HistoryLine | None:
    """How the dossier went from hand to hand: no business of its applicant's."""
    _ = translation(locale)
    kind = row.type.removeprefix("demarches.").removesuffix(".v1")
    examiner = row.facts.get("examiner")
    known = {
        "dossier.assigned": ("user-check", _("Demande confiée") if examiner else _("Demande rendue à la file")),
        "dossier.forwarded": ("arrow-right", _("Demande transmise à un autre service")),
        "dossier.stage_entered": ("arrow-right", _("Changement d’étape")),
        "opinion.asked": ("help-circle", _("Avis demandé")),
        "opinion.given": ("checks", _("Avis rendu")),
    }.get(kind)
    if known is None:
        return None
    opinion = row.facts.get("opinion_id")
    return HistoryLine(
        at=row.at,
        type=kind,
        side=row.side,
        icon=known[0],
        title=known[1],
        tone="neutral",
        text="",
        who=UUID(examiner) if examiner else None,
        opinion_id=UUID(opinion) if opinion else None,
    )
