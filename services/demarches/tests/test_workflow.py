"""A démarche's own states: data over the law's. Whatever is done in whatever order, the law's invariants hold."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from desks import Desk
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from towns import Town, a_definition

from chassis.actor import Actor
from chassis.refusals import Refusal
from demarches.commands.workflow.move_dossier import move_when_due
from demarches.domain.dossier import DECIDED, OPEN, Dossier, Outcome, Status
from demarches.domain.permissions import DECIDE, INSTRUCT, READ
from demarches.domain.refusals import DefinitionNotPublishable
from demarches.domain.ways import wandering
from demarches.domain.workflow import Asked, Effects, Stage, StageTimer, Transition, Workflow, faults_of

STAGES = (
    Stage(id="received", label="Reçue", status=Status.SUBMITTED),
    Stage(id="reading", label="Étude", status=Status.UNDER_EXAMINATION, sentence="Le service lit votre demande."),
    Stage(id="consulting", label="Consultations", status=Status.UNDER_EXAMINATION),
    Stage(id="granted", label="Accordée", status=Status.ACCEPTED),
    Stage(id="denied", label="Refusée", status=Status.REFUSED),
)
FLOW = Workflow(
    stages=STAGES,
    transitions=(
        Transition(id="read", label="Étudier", sources=("received",), target="reading"),
        Transition(
            id="consult",
            label="Consulter",
            sources=("reading",),
            target="consulting",
            asks=(Asked(id="whom", label="Qui ?"),),
            effects=Effects(message="Nous consultons les pompiers."),
        ),
        Transition(id="back", label="Reprendre", sources=("consulting",), target="reading"),
        Transition(
            id="grant",
            label="Accorder",
            sources=("consulting",),
            target="granted",
            needs=DECIDE,
            guard="wish != 'rien' && dossier.opinions_awaited == 0",
            because="Il manque un avis.",
        ),
        Transition(id="deny", label="Refuser", sources=("reading", "consulting"), target="denied", needs=DECIDE),
    ),
    timers=(StageTimer(stage="consulting", days=10, transition="back"),),
)


async def moves(town: Town, agent: Actor, dossier_id: str, transition: str, **body):
    return await town.call(agent, "POST", f"/dossiers/{dossier_id}/moves", json={"transition": transition, **body})


@pytest.mark.requirement("DM-16")
async def test_a_dossier_follows_its_workflow_to_the_decision(town: Town):
    await town.offers(workflow=FLOW)
    camille, agent = town.citizen(), town.agent()
    dossier_id = await town.submitted(camille)

    read = await moves(town, agent, dossier_id, "read")
    told = await town.shows(camille, dossier_id)
    wordless = await moves(town, agent, dossier_id, "consult")
    consulted = await moves(town, agent, dossier_id, "consult", said={"whom": "Les pompiers"})
    granted = await moves(town, agent, dossier_id, "grant")

    assert (read.json()["status"], told["sentence"]) == ("under_examination", "Le service lit votre demande.")
    assert (wordless.status_code, wordless.json()["errors"][0]["pointer"]) == (422, "/said/whom")
    assert (consulted.status_code, granted.json()["status"]) == (201, "accepted")
    after = await town.shows(camille, dossier_id)
    assert [message["body"] for message in after["messages"]] == ["Nous consultons les pompiers."]
    assert "Les pompiers" not in str(after["history"])
    kinds = [event["type"].split(".")[2] for event in await town.service.published(town.tenant)]
    assert kinds.count("stage_entered") == 2
    assert kinds[-1] == "decided"


@pytest.mark.requirement("DM-16")
async def test_a_transition_is_refused_without_permission_condition_or_from_elsewhere(town: Town):
    await town.offers(workflow=FLOW)
    dossier_id = await town.submitted(town.citizen())
    clerk, agent = town.agent(READ, INSTRUCT), town.agent()
    await moves(town, agent, dossier_id, "read")
    await moves(town, agent, dossier_id, "consult", said={"whom": "x"})
    due = (town.service.clock() + timedelta(days=3)).date().isoformat()
    expert = {"question": "?", "email": "a@b.fr", "name": "A", "due_on": due}
    await town.call(agent, "POST", f"/dossiers/{dossier_id}/opinions", json=expert)

    assert (await moves(town, clerk, dossier_id, "deny", reasons="x")).status_code == 403
    unmet = await moves(town, agent, dossier_id, "grant")
    assert (unmet.status_code, unmet.json()["detail"]) == (409, "Il manque un avis.")
    assert (await moves(town, agent, dossier_id, "read")).status_code == 409
    assert (await moves(town, agent, dossier_id, "nowhere")).status_code == 409
    beside = await town.call(agent, "POST", f"/dossiers/{dossier_id}/decision", json={"outcome": "accepted"})
    assert beside.status_code == 409
    assert (await moves(town, agent, dossier_id, "deny")).status_code == 422


@pytest.mark.requirement("DM-16")
async def test_a_stage_whose_time_is_over_moves_on_by_itself_and_one_left_before_does_not(town: Town):
    await town.offers(workflow=FLOW)
    agent, itself = town.agent(), Actor.of_service("demarches", town.tenant)
    stays, leaves = await town.submitted(town.citizen()), await town.submitted(town.citizen())
    for dossier_id in (stays, leaves):
        await moves(town, agent, dossier_id, "read")
        await moves(town, agent, dossier_id, "consult", said={"whom": "x"})
    await moves(town, agent, leaves, "deny", reasons="Non.")
    timers = await town.service.rows(
        "select subject, due_at from timers where tenant = :t and kind = 'stage.due'", t=town.tenant
    )

    for timer in timers:
        await town.service.run(move_when_due, timer["subject"], actor=itself)

    assert len(timers) == 2
    shown = (await town.call(agent, "GET", f"/dossiers/{stays}/instruction")).json()
    assert shown["workflow"]["stage"] == "Étude"
    assert (await town.call(agent, "GET", f"/dossiers/{leaves}/instruction")).json()["dossier"]["status"] == "refused"


@pytest.mark.requirement("DM-16")
async def test_the_page_offers_what_is_possible_and_says_why_the_rest_is_not(town: Town):
    await town.offers(workflow=FLOW)
    dossier_id = await town.submitted(town.citizen())
    desk, address = Desk(town), f"/demarches/dossiers/{dossier_id}"

    first = await desk.opens(address)
    read = await desk.posts(address, f"{address}/moves/read")
    asked = await desk.posts(f"{address}/moves/consult", f"{address}/moves/consult")
    moved = await desk.posts(f"{address}/moves/consult", f"{address}/moves/consult", **{"said/whom": "Les pompiers"})
    page = await desk.opens(address)

    assert "Étape : Reçue" in first.text
    assert "Classer sans suite" not in first.text
    assert (read.status_code, asked.status_code, moved.status_code) == (303, 422, 303)
    assert "Étape : Consultations" in page.text
    assert "Les pompiers" in page.text


@pytest.mark.requirement("DM-16")
async def test_words_for_a_move_that_a_colleague_made_impossible_meanwhile_are_given_back(town: Town):
    await town.offers(workflow=FLOW)
    dossier_id = await town.submitted(town.citizen())
    desk, address = Desk(town), f"/demarches/dossiers/{dossier_id}"
    await desk.posts(address, f"{address}/moves/read")
    page = (await desk.opens(f"{address}/moves/consult")).text
    shown = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("version", "seen")}
    await desk.posts(f"{address}/moves/consult", f"{address}/moves/consult", **{"said/whom": "Les pompiers"})

    late = await desk.posts(address, f"{address}/moves/consult", **shown, **{"said/whom": "L’architecte des bâtiments"})

    assert late.status_code == 409
    assert "Ce que vous aviez écrit" in late.text
    assert "L’architecte des bâtiments" in late.text


@pytest.mark.requirement("DM-16")
async def test_while_a_piece_is_awaited_no_stage_is_offered_and_the_page_says_why(town: Town):
    await town.offers(workflow=FLOW)
    dossier_id = await town.submitted(town.citizen())
    desk, address = Desk(town), f"/demarches/dossiers/{dossier_id}"
    asked = {"piece-label": "Plan", "piece-reason": "Illisible", "piece-indispensable": "1"}
    await desk.posts(address, f"{address}/piece-requests", **asked)

    page = await desk.opens(address)

    assert f"{address}/moves/read" not in page.text
    assert "Une pièce est attendue" in page.text


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"stages": STAGES[1:]}, "/workflow/stages"),
        ({"stages": (*STAGES, STAGES[1])}, "/workflow/stages/1/id"),
        (
            {"transitions": (Transition(id="a", label="A", sources=("received",), target="x"),)},
            "/workflow/transitions/0/target",
        ),
        (
            {"transitions": (Transition(id="a", label="A", sources=("granted",), target="reading"),)},
            "/workflow/transitions/0/sources",
        ),
        (
            {"transitions": (Transition(id="a", label="A", sources=("reading",), target="received"),)},
            "/workflow/transitions/0/target",
        ),
        (
            {"transitions": (Transition(id="a", label="A", sources=("reading",), target="granted"),)},
            "/workflow/transitions/0/needs",
        ),
        (
            {"transitions": (Transition(id="a", label="A", sources=("received",), target="reading", guard="age >"),)},
            "/workflow/transitions/0/guard",
        ),
        (
            {
                "transitions": (
                    Transition(id="a", label="A", sources=("received",), target="reading", guard="secret == 1"),
                )
            },
            "/workflow/transitions/0/guard",
        ),
        ({"timers": (StageTimer(stage="reading", days=3, transition="deny"),)}, "/workflow/timers/0"),
    ],
)
def test_a_workflow_that_leads_nowhere_is_not_published(changes, pointer: str):
    from msgspec import structs

    form = a_definition(department_id=uuid4()).form

    assert faults_of(FLOW, form) == []
    assert pointer in [
        fault.pointer
        for fault in faults_of(structs.replace(FLOW, **{"transitions": (), "timers": (), **changes}), form)
    ]


# A draft refuses nearly all: most walks begin behind it.
BEGINNINGS = st.sampled_from([[], ["submit"], ["submit", "take"], ["submit", "read", "consult"], ["submit", "ask"]])
ACTS = st.sampled_from(
    ["submit", "take", "assign", "release", "ask", "receive", "cancel", "accept", "refuse", "close"]
    # What no workflow that is published has: an aggregate refuses it whoever asks.
    + ["back to received", "into a decision without one"]
    + [transition.id for transition in FLOW.transitions]
)


@settings(max_examples=300, deadline=None)
@example(["submit", "take"], ["back to received"])
@example(["submit"], ["into a decision without one"])
@given(BEGINNINGS, st.lists(ACTS, max_size=25))
def test_whatever_is_done_in_whatever_order_the_invariants_hold(beginning: list[str], acts: list[str]):
    now = datetime(2026, 3, 27, tzinfo=UTC)
    dossier = Dossier(
        id=uuid4(),
        demarche_id=uuid4(),
        definition=1,
        applicant=uuid4(),
        has_account=True,
        locale="fr",
        tracking_key=b"x" * 24,
        created_at=now,
        changed_at=now,
    )
    for act in [*beginning, *acts]:
        was, decided, reference = dossier.status, dossier.decision, dossier.reference
        now += timedelta(hours=1)
        try:
            do(act, dossier, now)
        except Refusal:
            assert dossier.status is was or act == "consult"
        must_be_sound(dossier, was, decided, reference)


@pytest.mark.requirement("DM-17")
def test_stages_that_nothing_leaves_and_delays_that_turn_for_ever_are_told():
    dead_end = Stage(id="shelved", label="Mise de côté", status=Status.UNDER_EXAMINATION)
    shelve = Transition(id="shelve", label="Mettre de côté", sources=("reading",), target="shelved")
    again = Transition(id="again", label="Revoir", sources=("reading",), target="consulting")
    turning = StageTimer(stage="reading", days=1, transition="again")

    stuck = replace(FLOW, stages=(*STAGES, dead_end), transitions=(*FLOW.transitions, shelve))
    circle = replace(FLOW, transitions=(*FLOW.transitions, again), timers=(*FLOW.timers, turning))
    decided_beside = replace(stuck, transitions=(shelve,))

    assert [fault.pointer for fault in wandering(FLOW)] == []
    assert [fault.pointer for fault in wandering(stuck)] == ["/workflow/stages/5"]
    assert [fault.pointer for fault in wandering(circle)] == ["/workflow/timers/0", "/workflow/timers/1"]
    assert [fault.pointer for fault in wandering(decided_beside)] == []
    with pytest.raises(DefinitionNotPublishable):
        a_definition(department_id=uuid4(), workflow=stuck).must_be_publishable()


def do(act: str, dossier: Dossier, now: datetime) -> None:
    agent = UUID(int=1 if act == "take" else 2)
    match act:
        case "submit":
            _ = dossier.submit({}, reference="PLA-2026-000001", name="C", email=None, at=now)
        case "take":
            _ = dossier.take(agent, at=now)
        case "assign":
            _ = dossier.assign(agent, at=now)
        case "release":
            _ = dossier.assign(None, at=now)
        case "ask":
            _ = dossier.ask_for_piece(uuid4(), at=now)
        case "receive":
            if dossier.missing:
                _ = dossier.receive_missing_piece(at=now)
        case "cancel":
            _ = dossier.cancel(at=now)
        case "accept" | "refuse" | "close":
            outcome = {"accept": Outcome.ACCEPTED, "refuse": Outcome.REFUSED, "close": Outcome.CLOSED}[act]
            _ = dossier.decide(outcome, "x", by=agent, at=now)
        case "back to received":
            _ = dossier.enter("received", Status.SUBMITTED, uuid4(), at=now)
        case "into a decision without one":
            _ = dossier.enter("granted", Status.ACCEPTED, uuid4(), at=now)
        case _:
            transition = next((one for one in FLOW.offered(dossier) if one.id == act), None)
            if transition is None:
                return
            target = FLOW.stage(transition.target)
            assert target is not None
            if FLOW.decides(transition):
                _ = dossier.decide(Outcome(target.status), "x", by=agent, at=now)
                dossier.stage = target.id
            else:
                _ = dossier.enter(target.id, target.status, uuid4(), at=now)


def must_be_sound(dossier: Dossier, was: Status, decided, reference) -> None:
    assert dossier.missing >= 0
    assert (dossier.status is Status.INCOMPLETE) <= (dossier.missing > 0)
    assert (dossier.status in DECIDED) == (dossier.decision is not None)
    assert (dossier.status is Status.DRAFT) == (dossier.submitted_at is None)
    assert (dossier.status is Status.CANCELLED) == (dossier.cancelled_at is not None)
    # What is over stays over, and what was said stays said.
    if was not in OPEN and was is not Status.DRAFT:
        assert dossier.status is was
    if decided is not None:
        assert dossier.decision is decided
    if reference is not None:
        assert dossier.reference == reference
    if was is not Status.DRAFT:
        assert dossier.status not in (Status.DRAFT,)
    if was in OPEN and was is not Status.SUBMITTED:
        assert dossier.status is not Status.SUBMITTED
    here = FLOW.stage_of(dossier.status, dossier.stage)
    if dossier.status in OPEN:
        assert here is not None
        assert here.status is dossier.status or dossier.status is Status.INCOMPLETE
    if not dossier.is_open:
        assert FLOW.offered(dossier) == []
