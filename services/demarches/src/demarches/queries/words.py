"""States and legal delays in the reader's words. French is the text; English is in the catalogue."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from chassis.pages.filters import Words
from chassis.pages.translations import Catalogues
from contracts.forms import say
from demarches.domain.clock import Because, ClockLine, ClockStatus, LegalClock
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


def clock_lines(clock: LegalClock, locale: str) -> list[str]:
    return [_line(line, clock, locale) for line in clock.lines]


def _line(line: ClockLine, clock: LegalClock, locale: str) -> str:
    _, day = translation(locale), dates(locale).day
    silence = _("acceptée") if clock.silence is Silence.ACCEPTANCE else _("rejetée")
    said = {
        Because.RECEIVED: _("Demande reçue le %(on)s."),
        Because.NO_PERIOD: _("Aucun délai légal ne court : le silence de l’administration n’a pas d’effet ici."),
        Because.WAITING: _("Une pièce indispensable manque depuis le %(on)s : le délai ne court pas."),
        Because.RESTARTED: _("Pièce indispensable demandée le %(on)s, reçue le %(until)s : le délai court de ce jour."),
        Because.SUSPENDED: _(
            "Pièce indispensable demandée le %(on)s, reçue le %(until)s : %(days)s jours non comptés."
        ),
        Because.TOO_LATE: _(
            "Pièce demandée le %(on)s, après le délai pour la demander : le délai de réponse ne change pas."
        ),
        Because.DUE: _("Sans décision au soir du %(on)s, la demande est réputée %(silence)s dès le lendemain."),
        Because.DECIDED: _("Décision prise le %(on)s : le délai est arrêté."),
        Because.CANCELLED: _("Demande annulée le %(on)s : le délai est arrêté."),
    }[line.because]
    return said % {"on": day(line.on), "until": day(line.until), "days": line.days, "silence": silence}


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


def legal_mentions(rule: ClockRule, clock: LegalClock, locale: str) -> str:
    """What a receipt owes its reader about time and silence (CRPA R112-5); once something ended the period, that."""
    _, day = translation(locale), dates(locale).day
    if clock.status is ClockStatus.STOPPED:
        last = clock.lines[-1]
        ended = (
            _("Votre demande a reçu sa décision le %(on)s : aucun délai de réponse ne court plus.")
            if last.because is Because.DECIDED
            else _("Votre demande a été annulée le %(on)s : aucun délai de réponse ne court plus.")
        )
        return ended % {"on": day(last.on)}
    if clock.silence is Silence.NONE:
        return rule_sentence(rule, locale)
    if clock.due_on is None:
        return _("Une pièce indispensable manque : le délai de réponse ne court pas tant qu’elle n’est pas reçue.")
    known = {
        Silence.ACCEPTANCE: _(
            "Sans décision expresse au soir du %(due)s, votre demande est réputée acceptée à compter du %(effect)s "
            "(%(articles)s)."
        ),
        Silence.REJECTION: _(
            "Sans décision expresse au soir du %(due)s, votre demande est réputée rejetée à compter du %(effect)s "
            "(%(articles)s)."
        ),
    }[clock.silence]
    facts = {"due": day(clock.due_on), "effect": day(clock.effect_on), "articles": cited(rule.articles, locale)}
    return f"{known % facts} {say(rule.then, locale) or usual_then(rule.silence, locale)}"


def usual_then(silence: Silence, locale: str) -> str:
    """What a receipt owes beside the date, where the démarche has no words of its own (CRPA R112-5, 2° and 3°)."""
    _ = translation(locale)
    if silence is Silence.ACCEPTANCE:
        return _("Une attestation de cette acceptation vous est délivrée sur demande (CRPA L232-3).")
    return _(
        "Vous pouvez demander les raisons de ce rejet (CRPA L232-4). Vous pouvez aussi le contester dans les deux mois, "
        "devant l’administration ou le tribunal administratif (code de justice administrative R421-1 et R421-2)."
    )
