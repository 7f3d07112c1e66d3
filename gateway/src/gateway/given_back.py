"""What was typed waits in the page that one gets where a service is away, with the button that sends it again."""

import re

from litestar import Response

from gateway.api import Refused
from gateway.forms import FormFields
from gateway.here import Here

TOKENS = ("csrf_token", "_csrf")
# Never written into a page, whatever waits for it.
SECRET = re.compile("password|secret|^(.*-)?code$")


def may_wait(sent: FormFields | None) -> bool:
    """A button alone is pressed again where it stands, and a secret is typed again."""
    return bool(sent) and any(name not in TOKENS for name in sent) and not any(map(SECRET.search, sent))


def service_away(here: Here, sent: FormFields, refused: Refused) -> Response[str]:
    """A page that sends the same fields again, the form's token with them, once the service is back."""
    fields = [(name, value) for name, values in sent.items() for value in values]
    page = here.page("errors/away.html", status=503, fields=fields, address=here.path)
    page.headers["retry-after"] = str(refused.retry_after or 5)
    return page
