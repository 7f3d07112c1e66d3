"""What joins Plassans' mails and software to the world: a key to publish, a webhook at rest, two addresses that failed."""

from sqlalchemy import func, select

from contracts.demo import COLLEAGUE, PLASSANS, demo_id
from notifier.commands.addresses.silencing import mark
from notifier.commands.hooks.endpoints import AddEndpoint, OfEndpoint, add_endpoint, pause_endpoint
from notifier.commands.signing.domain_keys import made, make_domain_key
from notifier.delivery.hooks.secrets import new_secret
from notifier.domain.addresses.reports import Report, Verdict
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
    _ = await make_domain_key(made(f"{PLASSANS.slug}.example", seal), uow)
    # Addresses that nobody has now: mails to the accounts of the demonstration go on arriving.
    for name, account, verdict in (
        ("former", COLLEAGUE.id, Verdict.BOUNCED),
        ("reader", None, Verdict.COMPLAINED),
    ):
        report = Report(verdict, "5.1.1" if verdict is Verdict.BOUNCED else "")
        await mark(f"demo/{name}", report, account=account, message_id=demo_id(f"mail/{name}"), uow=uow)
