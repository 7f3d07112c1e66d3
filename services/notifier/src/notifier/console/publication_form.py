"""A publication as fields of a form, and back."""

from typing import Any

from notifier.console.fields import Said, read_moment, typed_moment
from notifier.console.labels import N_
from notifier.domain.publishing.content import Audience, Content, Occasion
from notifier.queries.publishing.views import EditorView

WHEN_IT_BEGINS = N_("Indiquez le jour où l’événement commence.")


def content_of(fields: dict[str, str], errors: dict[str, str], said: Said) -> Content:
    """Faults of dates go into `errors`; everything else is the domain's to judge."""
    starts = read_moment(fields, "starts_at", errors, said)
    ends = read_moment(fields, "ends_at", errors, said)
    place = fields.get("place", "")
    if starts is None and (ends is not None or place) and "starts_at" not in errors:
        errors["starts_at"] = said(WHEN_IT_BEGINS)
    private = fields.get("audience") == Audience.CITIZENS
    return Content(
        title=fields.get("title", ""),
        summary=fields.get("summary", ""),
        body=fields.get("body", ""),
        category=fields.get("category", ""),
        audience=Audience.CITIZENS if private else Audience.EVERYONE,
        publish_at=read_moment(fields, "publish_at", errors, said),
        expires_at=read_moment(fields, "expires_at", errors, said),
        occasion=Occasion(starts_at=starts, ends_at=ends, place=place) if starts else None,
        picture_words=fields.get("picture_words", ""),
    )


def typed(view: EditorView) -> dict[str, Any]:
    """What the form shows of what is kept."""
    return {
        "title": view.title,
        "summary": view.summary,
        "body": view.body,
        "category": view.category,
        "audience": view.audience,
        "picture_words": view.picture_words,
        "place": view.place or "",
        "version": str(view.version),
        **typed_moment(view.publish_at, "publish_at"),
        **typed_moment(view.expires_at, "expires_at"),
        **typed_moment(view.starts_at, "starts_at"),
        **typed_moment(view.ends_at, "ends_at"),
    }
