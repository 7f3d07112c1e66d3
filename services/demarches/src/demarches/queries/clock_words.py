"""The legal clock in words: to who asked and to who answers, before its last day, on it and after it."""

from collections.abc import Callable

from contracts.forms import say
from demarches.domain.clock import Because, ClockLine, ClockStatus, LegalClock
from demarches.domain.exchanges import Side
from demarches.domain.rules import ClockRule, Silence
from demarches.queries.words import cited, dates, rule_sentence, translation


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
        Because.DUE: _due_line(clock, _),
        Because.DECIDED: _("Décision prise le %(on)s, après le terme du délai.")
        if clock.ended_late
        else _("Décision prise le %(on)s : le délai est arrêté."),
        Because.CANCELLED: _("Demande annulée le %(on)s, après le terme du délai.")
        if clock.ended_late
        else _("Demande annulée le %(on)s : le délai est arrêté."),
    }[line.because]
    facts = {"on": day(line.on), "until": day(line.until), "days": line.days, "silence": silence}
    return said % (facts | {"effect": day(clock.effect_on)})


def _due_line(clock: LegalClock, _: Callable[[str], str]) -> str:
    if clock.ended_late:
        return _("Aucune décision au soir du %(on)s : la demande a été réputée %(silence)s le %(effect)s.")
    if clock.status is ClockStatus.STOPPED:
        return _("Le délai courait jusqu’au soir du %(on)s.")
    if clock.status is ClockStatus.ELAPSED:
        return _("Aucune décision au soir du %(on)s : la demande est réputée %(silence)s depuis le %(effect)s.")
    return _("Sans décision au soir du %(on)s, la demande est réputée %(silence)s dès le lendemain.")


def legal_mentions(rule: ClockRule, clock: LegalClock, locale: str, *, to: Side = Side.APPLICANT) -> str:
    """What a receipt owes its reader about time and silence (CRPA R112-5); once something ended the period, that.

    Agents read of the request; who asked reads of theirs, with what the démarche says may be done afterwards.
    """
    if clock.status is ClockStatus.STOPPED:
        return _ended(clock, locale, to)
    if clock.silence is Silence.NONE:
        return rule_sentence(rule, locale)
    _, day = translation(locale), dates(locale).day
    if clock.due_on is None:
        return _("Une pièce indispensable manque : le délai de réponse ne court pas tant qu’elle n’est pas reçue.")
    facts = {"due": day(clock.due_on), "effect": day(clock.effect_on), "articles": cited(rule.articles, locale)}
    known = _silence(clock, clock.silence, _, to) % facts
    if to is Side.AGENT:
        return f"{known} {_for_agents(clock.silence, locale)}"
    return f"{known} {say(rule.then, locale) or usual_then(rule.silence, locale)}"


def _ended(clock: LegalClock, locale: str, to: Side) -> str:
    _, day = translation(locale), dates(locale).day
    last = clock.lines[-1]
    if last.because is Because.DECIDED:
        ended = (
            _("La demande a reçu sa décision le %(on)s : aucun délai de réponse ne court plus.")
            if to is Side.AGENT
            else _("Votre demande a reçu sa décision le %(on)s : aucun délai de réponse ne court plus.")
        )
    else:
        ended = (
            _("La demande a été annulée le %(on)s : aucun délai de réponse ne court plus.")
            if to is Side.AGENT
            else _("Votre demande a été annulée le %(on)s : aucun délai de réponse ne court plus.")
        )
    return ended % {"on": day(last.on)}


def _silence(clock: LegalClock, silence: Silence, _: Callable[[str], str], to: Side) -> str:
    """The sentence of silence by what it means, who reads it, and where the day stands."""
    agent, accepted = to is Side.AGENT, silence is Silence.ACCEPTANCE
    if clock.status is ClockStatus.ELAPSED:
        return {
            (False, True): _(
                "Aucune décision expresse au soir du %(due)s : votre demande est réputée acceptée depuis le %(effect)s "
                "(%(articles)s)."
            ),
            (False, False): _(
                "Aucune décision expresse au soir du %(due)s : votre demande est réputée rejetée depuis le %(effect)s "
                "(%(articles)s)."
            ),
            (True, True): _(
                "Aucune décision expresse au soir du %(due)s : la demande est réputée acceptée depuis le %(effect)s "
                "(%(articles)s)."
            ),
            (True, False): _(
                "Aucune décision expresse au soir du %(due)s : la demande est réputée rejetée depuis le %(effect)s "
                "(%(articles)s)."
            ),
        }[agent, accepted]
    if clock.is_last_day:
        return {
            (False, True): _(
                "Le délai de réponse s’achève aujourd’hui, %(due)s : sans décision expresse ce soir, votre demande est "
                "réputée acceptée dès demain, %(effect)s (%(articles)s)."
            ),
            (False, False): _(
                "Le délai de réponse s’achève aujourd’hui, %(due)s : sans décision expresse ce soir, votre demande est "
                "réputée rejetée dès demain, %(effect)s (%(articles)s)."
            ),
            (True, True): _(
                "Dernier jour pour décider, %(due)s : sans décision expresse ce soir, la demande est réputée acceptée dès "
                "demain, %(effect)s (%(articles)s)."
            ),
            (True, False): _(
                "Dernier jour pour décider, %(due)s : sans décision expresse ce soir, la demande est réputée rejetée dès "
                "demain, %(effect)s (%(articles)s)."
            ),
        }[agent, accepted]
    return {
        (False, True): _(
            "Sans décision expresse au soir du %(due)s, votre demande est réputée acceptée à compter du %(effect)s "
            "(%(articles)s)."
        ),
        (False, False): _(
            "Sans décision expresse au soir du %(due)s, votre demande est réputée rejetée à compter du %(effect)s "
            "(%(articles)s)."
        ),
        (True, True): _(
            "Sans décision expresse au soir du %(due)s, la demande est réputée acceptée à compter du %(effect)s "
            "(%(articles)s)."
        ),
        (True, False): _(
            "Sans décision expresse au soir du %(due)s, la demande est réputée rejetée à compter du %(effect)s "
            "(%(articles)s)."
        ),
    }[agent, accepted]


def usual_then(silence: Silence, locale: str) -> str:
    """What a receipt owes beside the date, where the démarche has no words of its own (CRPA R112-5, 2° and 3°)."""
    _ = translation(locale)
    if silence is Silence.ACCEPTANCE:
        return _("Une attestation de cette acceptation vous est délivrée sur demande (CRPA L232-3).")
    return _(
        "Vous pouvez demander les raisons de ce rejet (CRPA L232-4). Vous pouvez aussi le contester dans les deux mois, "
        "devant l’administration ou le tribunal administratif (code de justice administrative R421-1 et R421-2)."
    )


def _for_agents(silence: Silence, locale: str) -> str:
    _ = translation(locale)
    if silence is Silence.ACCEPTANCE:
        return _("Le demandeur peut alors obtenir une attestation de cette acceptation (CRPA L232-3).")
    return _(
        "Le demandeur peut alors en demander les raisons, dues dans le mois (CRPA L232-4). Il peut aussi contester ce rejet "
        "dans les deux mois (code de justice administrative R421-1 et R421-2)."
    )
