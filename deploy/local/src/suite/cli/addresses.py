"""What `make up` ends with: where to go and as whom."""

from suite.installation import Installation


def print_addresses(installation: Installation, accounts: list[str]) -> None:
    public = installation.public_url.format
    lines = [
        ("Portail de Plassans", public(organisation="plassans")),
        ("Portail d'assistance", public(organisation="assistance")),
        ("Agents", f"{installation.internal_url}/"),
        ("Mails", installation.mailbox_url if not installation.outside.smtp_url else installation.outside.smtp_url),
        ("Traces", installation.otlp_endpoint),
        ("API", f"{public(organisation='plassans')}/api/docs"),
    ]
    print()
    for name, address in lines:
        print(f"  {name:<22} {address}")
    if accounts:
        print("\n  Comptes de démonstration")
        for account in accounts:
            print(f"    {account}")
    print("\n  make status · make logs P=demarches · make down", flush=True)
