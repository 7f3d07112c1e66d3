"""An organisation's letter that leaves now, to as many confirmed addresses."""

from collections.abc import Awaitable, Callable
from typing import Any

from chassis.actor import Actor

EDIT = "notifier.publications.edit"
AT = "@lecteurs.example"
_READERS = (
    "with made as (insert into subscribers (tenant, id, kind, email, letter, themes, locale, confirmed_at) "
    "select cast(:tenant as uuid), gen_random_uuid(), 'address', 'lecteur.' || n || '@lecteurs.example', true, "
    "array[cast(:theme as uuid)], 'fr', now() from generate_series(1, :count) as n returning 1) "
    "select count(*) as n from made"
)


async def letter_to(
    call: Callable[..., Awaitable[Any]], rows: Callable[..., Awaitable[Any]], editor: Actor, count: int
) -> str:
    """The issue's id. `call` is the API, `rows` the database past its walls."""
    theme = (await call(editor, "POST", "/v1/editor/themes", json={"label": "Travaux"})).json()["id"]
    await rows(_READERS, tenant=editor.tenant, theme=theme, count=count)
    words = {"subject": "La lettre du mois", "blocks": [{"kind": "text", "text": "Bonjour."}], "themes": [theme]}
    issue = (await call(editor, "POST", "/v1/editor/issues", json=words)).json()["id"]
    answer = await call(editor, "POST", f"/v1/editor/issues/{issue}/schedule", json={})
    assert answer.status_code < 300, answer.text
    return issue
