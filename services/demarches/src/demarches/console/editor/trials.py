"""What an author expects of a démarche: answers given on a day, what is then asked, refused, due; seen from another day."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.clock import PARIS
from chassis.http import By
from chassis.pages import FormState, question_names, read_date
from chassis.pages.forms import NotADate
from chassis.pages.questions import Control, Controls
from chassis.refusals import Fault
from contracts.forms import Context, Form, answers_from_fields, check_form, fields_from_answers, flat, row_button, say
from contracts.forms.assessment import assess
from contracts.forms.items import Piece
from demarches.console.editor.pages import HOME, Document, EditorPages, day_in
from demarches.console.fields import Fields, Sent, sent_of
from demarches.domain.clock import ClockStatus, later
from demarches.domain.definition import Definition
from demarches.domain.dossier import Status
from demarches.domain.editor.reading import must_be_readable
from demarches.domain.editor.trials import Outcome, Trial, labels, outcome, run
from demarches.domain.editor.trials import called as sentence
from demarches.domain.permissions import EDIT
from demarches.domain.refusals import LinesInvalid, PartNotFound
from demarches.domain.rules import Silence
from demarches.queries.clock_words import clock_lines
from demarches.queries.words import translation

AnyRequest = Request[Any, Any, Any]
Pages = NamedDependency[EditorPages]
NEW = "new"


@get("/definitions/{demarche_id:uuid}/trials", needs=EDIT)
async def trials(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[str]:
    return await editor.show(request, actor, demarche_id, "trials", **await _verdicts(editor, demarche_id, actor))


@post("/definitions/{demarche_id:uuid}/trials", needs=EDIT)
async def remove_trial(request: AnyRequest, demarche_id: FromPath[UUID], actor: By, editor: Pages) -> Response[Any]:
    """Takes the one named `remove` away."""

    def change(content: Document, fields: Fields) -> Document:
        content["trials"] = [one for one in content.get("trials", []) if one["name"] != fields.get("remove")]
        return content

    facts = await _verdicts(editor, demarche_id, actor)
    return await editor.change(request, actor, demarche_id, "trials", change, **facts)


@get("/definitions/{demarche_id:uuid}/trials/{number:str}", needs=EDIT)
async def trial(
    request: AnyRequest, demarche_id: FromPath[UUID], number: FromPath[str], actor: By, editor: Pages
) -> Response[Any]:
    """With `on` and `seen` in its address, what would become of it on these days: nothing is kept of that."""
    definition = must_be_readable((await editor.work(demarche_id, actor)).content)
    if check_form(definition.form):
        return _unsound(editor, demarche_id, actor)
    known = _known(definition, number)
    travel = _travel(definition, known, dict(request.query_params), actor.locale, editor.now().date()) if known else {}
    facts = {**_facts(definition, number, known, actor.locale), **travel}
    return await editor.show(request, actor, demarche_id, "trial", **facts)


@post("/definitions/{demarche_id:uuid}/trials/{number:str}", needs=EDIT)
async def change_trial(
    request: AnyRequest, demarche_id: FromPath[UUID], number: FromPath[str], actor: By, editor: Pages
) -> Response[Any]:
    definition, sent = must_be_readable((await editor.work(demarche_id, actor)).content), await sent_of(request)
    if check_form(definition.form):
        return _unsound(editor, demarche_id, actor)
    answers = _answers(definition.form, sent)
    facts = _facts(definition, number, _known(definition, number), actor.locale, answers)
    plain = question_names.from_page(sent.values_of)
    pressed = next(filter(None, (row_button(definition.form, step.id, plain) for step in definition.form.steps)), None)
    if pressed:
        form = FormState({**sent.again(), **_typed(definition.form, answers)}, place=pressed.place(answers))
        return await editor.show(request, actor, demarche_id, "trial", form, status=200, **facts)

    def change(content: Document, fields: Sent) -> Document:
        made, kept = _made(fields, answers), list[Document](content.get("trials", []))
        others = [one["name"] for place, one in enumerate(kept) if str(place + 1) != number]
        if made["name"] in others:
            raise LinesInvalid(faults=[Fault("/_name", "Un autre essai porte déjà ce nom.", "taken")])
        place = len(kept) if number == NEW else int(number) - 1
        content["trials"] = [*kept[:place], made, *kept[place + 1 :]]
        return content

    leads = f"{HOME}/{demarche_id}/trials"
    return await editor.change(request, actor, demarche_id, "trial", change, leads=leads, **facts)


def _unsound(editor: EditorPages, demarche_id: UUID, actor: By) -> Response[Any]:
    said = translation(actor.locale)("Corrigez d’abord les erreurs du formulaire : elles sont dites ici.")
    return editor.console.redirect(f"{HOME}/{demarche_id}/publication", flash=said, kind="warning")


def _made(fields: Sent, answers: dict[str, Any]) -> Document:
    name, on = fields.get("_name", "").strip(), day_in(fields, "_on")
    faults = [] if name else [Fault("/_name", "Nommez cet essai.", "missing")]
    if on is None:
        faults.append(Fault("/_on", "Indiquez le jour de l’envoi.", "missing"))
    if faults or on is None:
        raise LinesInvalid(faults=faults)
    made: Document = {"name": name, "on": on.isoformat(), "answers": answers}
    asked = {key.removeprefix("_asked."): value for key, value in fields.items() if key.startswith("_asked.")}
    made["shown"] = [one for one, value in asked.items() if value == "yes"]
    made["hidden"] = [one for one, value in asked.items() if value == "no"]
    if "_pieces-told" in fields:
        made["pieces"] = fields.many("_pieces")
    if fields.get("_problems") in ("none", "some"):
        made["problems"] = fields.many("_refused") if fields["_problems"] == "some" else []
        if fields["_problems"] == "some" and not made["problems"]:
            raise LinesInvalid(faults=[Fault("/_refused", "Choisissez les réponses refusées.", "missing")])
    if due := day_in(fields, "_due"):
        made["due_on"] = due.isoformat()
    return made


def _answers(form: Form, sent: Sent) -> dict[str, Any]:
    """As typed, step by step: what is on the page beside the questions is no answer."""
    plain, found = question_names.from_page(sent.values_of), dict[str, Any]()
    for step in form.steps:
        known = {item.id for item in flat(step)}
        read = answers_from_fields(form, step.id, plain)
        found |= {name: value for name, value in read.items() if name in known}
    return found


def _typed(form: Form, answers: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for step in form.steps:
        found |= question_names.to_page(fields_from_answers(form, step.id, answers))
    return found


def _known(definition: Definition, number: str) -> Trial | None:
    """None for one that is to be written. Raises PartNotFound."""
    if number == NEW:
        return None
    if not number.isdecimal() or not 0 < int(number) <= len(definition.trials):
        raise PartNotFound
    return definition.trials[int(number) - 1]


def _facts(
    definition: Definition, number: str, known: Trial | None, locale: str, typed: dict[str, Any] | None = None
) -> dict[str, Any]:
    form = definition.form
    answers = typed if typed is not None else known.answers if known else {}
    seen = assess(form, answers, Context(today=known.on if known else date(2026, 1, 1)))
    # An author answers what is asked and what is not: whether it is asked is what they try.
    seen.shown = set(seen.plan.places)
    controls = Controls(form, seen, locale, demanding=False)
    rows = {name: len(value) for name, value in answers.items() if isinstance(value, list)}
    steps: list[tuple[str, list[Control]]] = [
        (say(step.title, locale), controls.of_step(step.id, rows)) for step in form.steps
    ]
    called = labels(form)
    refusable = [(key, called.get(key, key)) for key in _questions(form)]
    extra = [name for name in (known.problems or () if known else ()) if name not in dict(refusable)]
    return {
        "number": number,
        "travel": FormState({"on": known.on if known else None}),
        "travelled": None,
        "known": known,
        "steps": [(title, made) for title, made in steps if made],
        "answers": FormState(_typed(form, answers)),
        "conditional": [(key, called.get(key, key)) for key in _conditional(form, known)],
        "piece_types": [
            (key.removeprefix("piece:"), label) for key, label in called.items() if key.startswith("piece:")
        ],
        "refusable": refusable + [(name, name) for name in extra],
    }


def _questions(form: Form) -> list[str]:
    return [item.id for step in form.steps for item in flat(step) if not isinstance(item, Piece) and item.label]


def _conditional(form: Form, known: Trial | None) -> list[str]:
    """What is not always asked, and whatever an expectation already names."""
    named = {*known.shown, *known.hidden} if known else set[str]()
    found: list[str] = []
    for step in form.steps:
        for item in step.items:
            for one in (item, *getattr(item, "items", ())):
                depends = step.show_if or item.show_if or getattr(one, "show_if", None)
                if one.id in named or (depends and one.label):
                    found.append(one.id)
    return list(dict.fromkeys(found))


async def _verdicts(editor: EditorPages, demarche_id: UUID, actor: By) -> dict[str, Any]:
    definition = must_be_readable((await editor.work(demarche_id, actor)).content)
    return {"verdicts": [run(definition, trial) for trial in definition.trials]}


def _travel(definition: Definition, known: Trial, query: Fields, locale: str, today: date) -> dict[str, Any]:
    """`travelled` is None before somebody asks; what cannot be read is said beside its field."""
    errors: dict[str, str] = {}
    days = {"on": known.on, "seen": today}
    for name, otherwise in tuple(days.items()):
        try:
            days[name] = read_date(query, name) or otherwise
        except NotADate:
            errors[name] = translation(locale)("Indiquez un jour qui existe.")
    state = FormState({**query} if query else {name: day.isoformat() for name, day in days.items()}, errors)
    if not query or errors:
        return {"travelled": None, "travel": state, "days": days}
    found: Outcome = outcome(definition, known.answers, on=days["on"], seen_on=days["seen"])
    called = labels(definition.form)
    return {
        "travel": state,
        "days": days,
        "travelled": found,
        "asked": [called[name] for name in _conditional(definition.form, known) if name in found.shown],
        "not_asked": [called[name] for name in _conditional(definition.form, known) if name not in found.shown],
        "pieces": [called.get(f"piece:{name}", name) for name in found.pieces],
        "refused": [
            sentence(called.get(name.split("/")[0], name), say(said, locale)) for name, said in found.problems.items()
        ],
        "told": clock_lines(found.clock, locale),
        "silent": found.clock.status is ClockStatus.ELAPSED,
        "accepted": found.clock.silence is Silence.ACCEPTANCE,
        "closed": not definition.is_open(datetime.combine(days["on"], time(12), PARIS)),
        "by_itself": _by_itself(definition, days["on"], days["seen"], locale),
    }


def _by_itself(definition: Definition, on: date, seen: date, locale: str) -> list[tuple[str, date]]:
    """The transitions that nobody made, from where a request comes in, and the day on which they are made."""
    flow = definition.workflow
    first = flow.stage_of(Status.SUBMITTED, None) if flow else None
    if flow is None or first is None:
        return []
    due = [(flow.transition(timer.transition), later(on, timer.days)) for timer in flow.timers_of(first.id)]
    return [(say(one.label, locale), day) for one, day in due if one is not None and day <= seen]


ROUTES = [trials, remove_trial, trial, change_trial]
