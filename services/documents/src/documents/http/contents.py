"""Files of a bundle, read by who was let in by a grant."""

from typing import Any
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import By
from chassis.tokens import Verifier
from contracts.tokens import UploadGrant
from documents.commands.open_file import OpenBundleFile, open_bundle_file
from documents.http import grants
from documents.http.delivery import deliver
from documents.storage.objects import ObjectStore


@get("/bundles/{bundle_id:uuid}/files/{file_id:uuid}/content", needs=Needs.ANYONE)
async def content(
    bundle_id: FromPath[UUID],
    file_id: FromPath[UUID],
    actor: By,
    commands: NamedDependency[Commands[Any]],
    store: NamedDependency[ObjectStore],
    verifier: NamedDependency[Verifier],
    grant: FromQuery[str | None] = None,
    inline: FromQuery[bool] = False,
) -> Stream:
    """With a view grant for the file, or an upload grant for its bundle when one sent it oneself."""
    allowed = grants.to_read(verifier, grant, actor, bundle_id, file_id)
    own_only = isinstance(allowed, UploadGrant)
    purpose = None if isinstance(allowed, UploadGrant) else allowed.purpose
    command = OpenBundleFile(bundle_id, file_id, own_only=own_only, purpose=purpose)
    opened = await commands.run(open_bundle_file, command, actor=actor)
    return await deliver(opened, store, commands, actor, inline=inline)


ROUTES = [content]
