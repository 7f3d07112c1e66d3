from chassis.ids import new_id
from chassis.pages.filters import Words
from contracts.forms import say
from demarches.domain.answers import today_at
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier
from demarches.domain.letters import OUTCOME_WORDS, DecisionDocument, filled, new_code
from demarches.storage import departments
from demarches.storage.unit_of_work import DemarchesWork

# An administration decides in French, whatever language its pages are read in.
LAW = "fr"


async def issue_document(dossier: Dossier, definition: Definition, uow: DemarchesWork) -> DecisionDocument:
    """Everything that the document will say, frozen in the transaction of the decision itself."""
    decision = dossier.decision
    assert decision is not None
    department = await departments.find(uow.connection, dossier.department_id or definition.department_id)
    letter, day = definition.letter, Words(LAW).day
    values = {
        "name": dossier.contact_name,
        "reference": dossier.reference or "",
        "title": say(definition.title, LAW),
        "received": day(dossier.must_be_submitted()),
        "decided": day(decision.at),
        "reasons": decision.reasons,
        "department": department.name,
    }
    against = decision.outcome != "accepted"
    facts = {
        "heading": filled(letter.heading, values),
        "title": values["title"],
        "reference": values["reference"],
        "name": values["name"],
        "outcome": str(decision.outcome),
        "outcome_word": OUTCOME_WORDS[str(decision.outcome)],
        "decided_on": values["decided"],
        "considering": [filled(words, values) for words in letter.considering],
        "body": filled(letter.text(str(decision.outcome)), values).split("\n\n"),
        "appeal": say(definition.texts.appeal, LAW) if against else "",
        "signatory": letter.signatory,
        "capacity": say(letter.capacity, LAW),
        "department": [department.name, department.address, department.phone, department.email],
        "place": department.name,
    }
    number = f"{dossier.reference}-D{today_at(decision.at).year}"
    return uow.decision_documents.add(
        DecisionDocument(
            id=new_id(), dossier_id=dossier.id, number=number, code=new_code(), facts=facts, issued_at=uow.now
        )
    )
