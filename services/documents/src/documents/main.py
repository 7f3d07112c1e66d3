"""The only place that wires."""

from functools import partial
from typing import Any

from litestar import Litestar

from chassis.clock import Clock, utc_now
from chassis.service import Service
from chassis.settings import Settings
from chassis.subscriptions import Timer
from contracts.asks import AskOrganisation, OrganisationFacts
from documents.commands.expire_unattached_file import ExpireUnattachedFile, expire_unattached_file
from documents.commands.keep_bundle import OneBundle, purge_due_bundle
from documents.commands.resume_upload import OneUpload, expire_upload, forget_upload
from documents.commands.trash_piece import OnePiece, watch_piece
from documents.console.pages import console
from documents.events.message_facts import answers
from documents.events.names import AgentNames
from documents.events.subscriptions import SUBSCRIPTIONS
from documents.http import contents, department, desk, previews, restitution, safe, tus, uploads
from documents.http.resuming import Resuming
from documents.http.uploads import Uploads
from documents.scanning.clamd import Clamd
from documents.scanning.hatchery import Hatchery
from documents.scanning.integrity import IntegrityCheck
from documents.scanning.process import Checks
from documents.scanning.queue import ScanQueue
from documents.scanning.scanner import Scanner
from documents.storage.deletions import Deletions
from documents.storage.heap import keep_heap
from documents.storage.limits import Limits
from documents.storage.objects import ObjectStore
from documents.storage.root_key import root_key
from documents.storage.unit_of_work import DocumentsWork

TIMERS = (
    Timer("unattached_file", ExpireUnattachedFile, expire_unattached_file),
    Timer("upload", OneUpload, expire_upload),
    Timer("piece", OnePiece, watch_piece),
    Timer("bundle", OneBundle, purge_due_bundle),
    Timer("ended_upload", OneUpload, forget_upload),
)


def create_app(settings: Settings, *, now: Clock = utc_now) -> Litestar:
    keep_heap()
    limits = Limits(settings)
    service: Service[DocumentsWork] = Service(settings, partial(DocumentsWork, keys=root_key(settings)), now=now)
    store = ObjectStore(settings)
    queue = ScanQueue(service.database, now)
    clamd = Clamd(settings.clamd_url) if settings.clamd_url else None
    hatchery = Hatchery()
    checks = Checks(hatchery)
    scanner = Scanner(service.commands, store, queue, checks, clamd)
    deletions = Deletions(service.database, store, now)
    integrity = IntegrityCheck(service.database, store, service.commands, now)
    uploads_whole = Uploads(service.commands, store, queue, limits)
    dependencies: dict[str, Any] = {
        "store": store,
        "queue": queue,
        "scanner": scanner,
        "checks": checks,
        "deletions": deletions,
        "integrity": integrity,
        "limits": limits,
        "uploads": uploads_whole,
        "names": AgentNames(service),
        "resuming": Resuming(service.commands, store, uploads_whole),
    }

    async def ask_identity(question: AskOrganisation) -> OrganisationFacts:
        assert service.worker is not None
        bus = await service.worker.connected()
        return await bus.ask(AskOrganisation.subject, question, OrganisationFacts)

    app = service.app(
        routes=[
            *uploads.ROUTES,
            *tus.ROUTES,
            *safe.ROUTES,
            *previews.ROUTES,
            *restitution.ROUTES,
            *contents.ROUTES,
            *department.ROUTES,
            *desk.ROUTES,
        ],
        pages=[console(settings)],
        subscriptions=SUBSCRIPTIONS,
        timers=TIMERS,
        answers=answers(service.queries, ask_identity),
        tasks=[scanner.scan, deletions.sweep_objects, integrity.check_at_night],
        probes={"objects": store.answers, "scanner": scanner.answers},
        dependencies=dependencies,
    )
    app.state.update(dependencies)
    app.on_shutdown.append(hatchery.close)
    return app
