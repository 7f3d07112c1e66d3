"""The notifier, wired."""

from functools import partial

from litestar import Litestar

from chassis.clock import Clock, utc_now
from chassis.console import ConsolePages
from chassis.service import Service
from chassis.settings import Settings
from chassis.subscriptions import Timer
from chassis.worker import Worker
from contracts.messages import Lane
from notifier.commands.addresses.tell_managers import TELL, TellManagers, tell_managers
from notifier.commands.inbox.send_digest import SendDigest, send_digest
from notifier.commands.inbox.spare_mail import DIGEST
from notifier.commands.letters.forget_reader import FORGET, ForgetReader, forget_reader
from notifier.commands.letters.send_issue import FINISH, FREEZE, OfIssue, finish_issue, freeze_issue
from notifier.commands.plan_notification import PURGE
from notifier.commands.publishing.turn_publication import TurnPublication, turn_publication
from notifier.commands.publishing.write_publication import TURN
from notifier.commands.purge_notification import PurgeNotification, purge_notification
from notifier.console import pages
from notifier.delivery.dispatcher import Dispatcher
from notifier.delivery.facts import Facts
from notifier.delivery.hooks.calling import Caller
from notifier.delivery.hooks.guard import Guard
from notifier.delivery.hooks.sender import HookSender
from notifier.delivery.letter_links import LetterLinks
from notifier.delivery.letters import LetterSender
from notifier.delivery.names import Names
from notifier.delivery.own_facts import OwnFacts
from notifier.delivery.posting.room import PostRoom
from notifier.delivery.preparing import Preparation
from notifier.delivery.probe import somebody_answers
from notifier.delivery.program_door import ProgramDoor
from notifier.delivery.providers import Providers
from notifier.delivery.pushing.sender import PushSender
from notifier.delivery.pushing.vapid import Vapid
from notifier.delivery.sender import Sender
from notifier.delivery.signatures import Signatures
from notifier.delivery.simulation import Simulation
from notifier.delivery.slots import TOTAL
from notifier.delivery.texting.provider import provider_at
from notifier.delivery.texting.sender import TextSender
from notifier.delivery.traces import Traces
from notifier.delivery.wishes import Wishes
from notifier.delivery.writing import Writer
from notifier.events.personal_data import PERSONAL_DATA
from notifier.events.recent import answers
from notifier.events.subscriptions import subscriptions
from notifier.http import (
    devices,
    domain_keys,
    editing,
    guide,
    issues,
    keys,
    me,
    messages,
    notifications,
    post,
    publications,
    suppressions,
    templates,
)
from notifier.http import hooks as http_hooks
from notifier.http import letters as http_letters
from notifier.http import reports as http_reports
from notifier.mails.drafts import Drafts
from notifier.mails.wordings import Wordings
from notifier.reports.mail_door import Door, mail_door
from notifier.sealing import Seal
from notifier.storage.queue import Claim
from notifier.storage.work import NotifierWork

TIMERS = (
    Timer(TELL, TellManagers, tell_managers),
    Timer(PURGE, PurgeNotification, purge_notification),
    Timer(TURN, TurnPublication, turn_publication),
    Timer(DIGEST, SendDigest, send_digest),
    Timer(FREEZE, OfIssue, freeze_issue),
    Timer(FINISH, OfIssue, finish_issue),
    Timer(FORGET, ForgetReader, forget_reader),
)


def create_app(settings: Settings, *, now: Clock = utc_now) -> Litestar:
    """Raises `WordingsNotUsable` when a template of ours is wrong."""
    service = Service(settings, NotifierWork, now=now)

    def worker() -> Worker:
        assert service.worker is not None
        return service.worker

    links = LetterLinks(settings.read_secret())
    own = OwnFacts(service.queries, links, now)
    facts = Facts(lambda: worker().connected(), secret=settings.read_secret(), own=own)
    traces = Traces(settings.read_secret(), settings.bounce_domain)
    seal = Seal(settings.read_secret())
    signatures = Signatures(settings.service, service.queries, seal, now=now)
    names = Names(settings.dns_server)
    writer = Writer(Wordings(), facts, traces, signatures, sender=settings.mail_from)
    provider = Providers(settings.smtp_url, lines=TOTAL)
    sender = Sender(
        service=settings.service,
        database=service.database,
        queries=service.queries,
        commands=service.commands,
        preparation=Preparation(facts, writer, service.commands),
        provider=provider,
        wishes=Wishes(service.commands),
        simulation=Simulation(service.commands),
    )
    letters = LetterSender(
        service=settings.service,
        database=service.database,
        queries=service.queries,
        commands=service.commands,
        facts=facts,
        links=links,
        traces=traces,
        signatures=signatures,
        provider=provider,
        sender=settings.mail_from,
    )

    guard = Guard(settings.webhook_networks)
    caller = Caller(guard, dns_server=settings.dns_server)
    hooks = HookSender(settings.service, service.commands, caller, seal)
    vapid = Vapid(settings.read_secret())
    pushes = PushSender(settings.service, service.commands, caller, seal, vapid, facts, writer)
    texts = TextSender(settings.service, service.commands, facts, traces, provider_at(settings.sms_url))
    ways = {Lane.BULK: letters.send, Lane.HOOK: hooks.send, Lane.PUSH: pushes.send, Lane.TEXT: texts.send}

    async def send(claim: Claim) -> None:
        await ways.get(claim.lane, sender.send)(claim)

    dispatcher = Dispatcher(service.database, send, provider, now=now)
    door = Door(settings.service, traces, service.commands)
    reports = mail_door(settings, door)
    console = ConsolePages("notifier", settings.read_secret(), "notifier.console.templates")
    return service.app(
        routes=[
            notifications.router,
            templates.router,
            publications.router,
            editing.router,
            guide.router,
            guide.editor,
            me.router,
            devices.router,
            http_letters.router,
            issues.router,
            suppressions.router,
            post.router,
            domain_keys.router,
            http_hooks.router,
            http_reports.router,
            keys.router,
            messages.router,
        ],
        subscriptions=(*subscriptions(dispatcher.poke), *PERSONAL_DATA.subscriptions()),
        timers=TIMERS,
        tasks=(dispatcher.deliver, dispatcher.keep, *((reports,) if settings.bounce_port else ())),
        probes={"mail": partial(somebody_answers, settings.smtp_url)},
        pages=(pages.router(console),),
        answers=answers(service.queries),
        dependencies={
            "drafts": Drafts(writer.wordings, facts.organisation),
            "console": console,
            "facts": facts,
            "links": links,
            "writer": writer,
            "seal": seal,
            "signatures": signatures,
            "names": names,
            "traces": traces,
            "door": door,
            "caller": caller,
            "vapid": vapid,
            "dispatcher": dispatcher,
            "texts": texts,
            "room": PostRoom(service.queries, facts, writer, now),
            "programs": ProgramDoor(settings.service, service.queries, service.commands, facts),
        },
    )
