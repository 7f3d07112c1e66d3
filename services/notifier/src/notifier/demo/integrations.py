"""What joins Plassans' mails and software to the world: a key to publish, a webhook at rest with what it was sent, two addresses that
failed."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from contracts.demo import COLLEAGUE, PLASSANS, demo_id
from notifier.commands.addresses.silencing import mark
from notifier.commands.hooks.endpoints import AddEndpoint, OfEndpoint, add_endpoint, pause_endpoint
from notifier.commands.signing.domain_keys import made, make_domain_key
from notifier.delivery.hooks.secrets import new_secret
from notifier.domain.addresses.reports import Report, Verdict
from notifier.domain.hooks.delivery import Call, HookDelivery, Status
from notifier.domain.hooks.endpoint import Wanted
from notifier.sealing import Seal
from notifier.storage.hooks import hook_endpoints
from notifier.storage.work import NotifierWork

BILLING = Wanted(
    url="https://facturation.plassans.example/parvis",
    kinds=("demarches.dossier.submitted.v1", "demarches.dossier.decided.v1"),
    description="Logiciel de facturation",
)


async def connect(secret: bytes, uow: NotifierWork) -> None:
    """Once: what was changed since stays changed."""
    if (await uow.connection.execute(select(func.count()).select_from(hook_endpoints))).scalar_one():
        return
    seal = Seal(secret)
    new = new_secret(seal, demo_id("webhook/billing"))
    _ = await add_endpoint(AddEndpoint(endpoint_id=new.endpoint_id, wanted=BILLING, sealed=new.sealed), uow)
    await uow.flush()
    # Nobody listens at this address: it would only fail.
    _ = await pause_endpoint(OfEndpoint(new.endpoint_id), uow)
    tell_before(new.endpoint_id, uow)
    _ = await make_domain_key(made(f"{PLASSANS.slug}.example", seal), uow)
    # Addresses that nobody has now: mails to the accounts of the demonstration go on arriving.
    for name, account, verdict in (
        ("former", COLLEAGUE.id, Verdict.BOUNCED),
        ("reader", None, Verdict.COMPLAINED),
    ):
        report = Report(verdict, "5.1.1" if verdict is Verdict.BOUNCED else "")
        await mark(f"demo/{name}", report, account=account, message_id=demo_id(f"mail/{name}"), uow=uow)


def tell_before(endpoint_id: UUID, uow: NotifierWork) -> None:
    """What it was sent while it still answered: at once, at the second call, and the one after which it was paused."""
    history = (
        ("arrived", "demarches.dossier.submitted.v1", 6, (200,), Status.DELIVERED),
        ("later", "demarches.dossier.decided.v1", 4, (503, 200), Status.DELIVERED),
        ("lost", "demarches.dossier.decided.v1", 2, (503, None, None), Status.FAILED),
    )
    for name, kind, days, answers, status in history:
        told = uow.now - timedelta(days=days)
        calls = [
            Call(begun_at=at, ended_at=at + timedelta(seconds=1), code=code, reason="" if code else "too-slow")
            for at, code in ((told + timedelta(minutes=5 * turn), code) for turn, code in enumerate(answers))
        ]
        _ = uow.hook_deliveries.add(
            HookDelivery(
                id=demo_id(f"webhook/billing/{name}"),
                endpoint_id=endpoint_id,
                event_id=demo_id(f"webhook/billing/{name}/event"),
                event_type=kind,
                occurred_at=told,
                data={"dossier_id": str(demo_id(f"webhook/billing/{name}/dossier"))},
                created_at=told,
                status=status,
                calls=calls,
                tries=len(calls),
                ended_at=calls[-1].ended_at,
            )
        )
