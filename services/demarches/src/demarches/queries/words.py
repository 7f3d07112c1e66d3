"""States and legal delays in the reader's words. French is the text; English is in the catalogue."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from chassis.pages.filters import Words
from chassis.pages.translations import Catalogues
from demarches.domain.dossier import Status
from demarches.domain.rules import ClockRule, Silence


@lru_cache(maxsize=1)
def _catalogues() -> Catalogues:
    return Catalogues(("demarches",))


def translation(locale: str) -> Callable[[str], str]:
    return _catalogues().messages(locale).gettext


def plurals(locale: str) -> Callable[[str, str, int], str]:
    return _catalogues().messages(locale).ngettext


@lru_cache(maxsize=2)
def dates(locale: str) -> Words:
    return Words("en" if locale.startswith("en") else "fr")


@lru_cache(maxsize=64)
def status_word(status: Status, locale: str) -> str:
    _ = translation(locale)
    return {
        Status.DRAFT: _("Brouillon"),
        Status.SUBMITTED: _("Reçue"),
        Status.INCOMPLETE: _("Pièce demandée"),
        Status.UNDER_EXAMINATION: _("En instruction"),
        Status.ACCEPTED: _("Acceptée"),
        Status.REFUSED: _("Refusée"),
        Status.CLOSED: _("Classée sans suite"),
        Status.CANCELLED: _("Annulée"),
    }[status]


def to_consult(locale: str) -> tuple[str, str, str]:
    """Word, tone and sentence of a decision notified electronically that its addressee has not opened: not its outcome,
    which the first consultation tells (CRPA R112-20)."""
    _ = translation(locale)
    sentence = _("Une décision vous est notifiée par voie électronique : consultez-la pour la connaître.")
    return _("Décision à consulter"), "waiting", sentence


TONES = {
    Status.DRAFT: "draft",
    Status.SUBMITTED: "progress",
    Status.INCOMPLETE: "waiting",
    Status.UNDER_EXAMINATION: "progress",
    Status.ACCEPTED: "done",
    Status.REFUSED: "problem",
    Status.CLOSED: "archived",
    Status.CANCELLED: "archived",
}


def what_happens(status: Status, locale: str) -> str:
    """One plain sentence under the word of law; who is in charge stands beside it."""
    _ = translation(locale)
    return {
        Status.DRAFT: _("Vous n’avez pas encore envoyé cette demande."),
        Status.SUBMITTED: _("Nous avons reçu votre demande et allons l’étudier."),
        Status.INCOMPLETE: _("Nous attendons une pièce de votre part pour continuer."),
        Status.UNDER_EXAMINATION: _("Nous étudions votre demande."),
        Status.ACCEPTED: _("Votre demande est acceptée."),
        Status.REFUSED: _("Votre demande est refusée. La décision en dit les raisons."),
        Status.CLOSED: _("Votre demande est classée sans suite. La décision en dit les raisons."),
        Status.CANCELLED: _("Vous avez annulé cette demande."),
    }[status]


def period(rule: ClockRule, locale: str) -> str:
    """« 2 mois », « 15 jours »."""
    messages = _catalogues().messages(locale)
    parts: list[str] = []
    if rule.months:
        parts.append(messages.ngettext("%(num)s mois", "%(num)s mois", rule.months) % {"num": rule.months})
    if rule.days:
        parts.append(messages.ngettext("%(num)s jour", "%(num)s jours", rule.days) % {"num": rule.days})
    return " ".join(parts)


def cited(articles: Iterable[str], locale: str) -> str:
    """« CRPA L231-1 ; CRPA L232-3 », spaced as the language has it."""
    return ("; " if locale.startswith("en") else " ; ").join(articles)


def rule_sentence(rule: ClockRule, locale: str) -> str:
    """What silence will mean, before anything is sent."""
    _ = translation(locale)
    said = {
        Silence.ACCEPTANCE: _("Sans réponse sous %(period)s, votre demande est réputée acceptée (%(articles)s)."),
        Silence.REJECTION: _("Sans réponse sous %(period)s, votre demande est réputée rejetée (%(articles)s)."),
        Silence.NONE: _("Le silence de l’administration n’a pas d’effet juridique pour cette démarche (%(articles)s)."),
    }[rule.silence]
    return (said % {"period": period(rule, locale), "articles": cited(rule.articles, locale)}).replace(" ()", "")
