"""What `make up` ends with: where to go and as whom."""

from suite.cli.progress import say
from suite.installation import Installation


def print_addresses(installation: Installation, accounts: list[str]) -> None:
    public = installation.public_url.format
    lines = [
        ("Portail de Plassans", public(organisation="plassans")),
        ("Portail d’assistance", public(organisation="assistance")),
        ("Agents", f"{installation.internal_url}/"),
        ("Mails", installation.mailbox_url if not installation.outside.smtp_url else installation.outside.smtp_url),
        ("Traces", installation.otlp_endpoint),
        ("API", f"{public(organisation='plassans')}/api/docs"),
    ]
    text = ["", *(f"  {name:<22} {address}" for name, address in lines)]
    if accounts:
        text += ["", "  Comptes de démonstration", *(f"    {account}" for account in accounts)]
    say("\n".join([*text, "", "  make status · make logs P=demarches · make down"]))
