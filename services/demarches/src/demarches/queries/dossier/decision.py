"""What is shown of a decision, and how it was notified."""

from datetime import date

from contracts.forms import say
from demarches.domain.agreements import TO_CONSULT, Agreements, deemed_on, notified
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier, Status
from demarches.domain.exchanges import Side
from demarches.queries.dossier.views import DecisionView, NotifiedView


def decision_view(
    dossier: Dossier,
    definition: Definition,
    agreed: Agreements,
    locale: str,
    *,
    number: str | None,
    to: Side,
    today: date,
) -> DecisionView | None:
    """`number` is its document's, once it is sealed. Notified electronically, its words wait for the applicant to ask for
    them: that is the consultation whose date the law wants."""
    decision = dossier.decision
    if decision is None:
        return None
    told = None
    if agreed.covers(decision.at):
        told = NotifiedView(
            how=str(notified(agreed, decision.at, today=today)),
            consulted_at=agreed.consulted_at,
            deemed_on=deemed_on(decision.at),
            to_consult=to is Side.APPLICANT and agreed.withhold(decision.at),
        )
    if told is not None and told.to_consult:
        return DecisionView(outcome=TO_CONSULT, reasons="", at=decision.at, appeal="", notified=told)
    against = dossier.status is not Status.ACCEPTED
    return DecisionView(
        outcome=str(decision.outcome),
        reasons=decision.reasons,
        at=decision.at,
        appeal=say(definition.texts.appeal, locale) if against else "",
        document=number,
        notified=told,
    )
