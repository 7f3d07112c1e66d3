"""What a process is told by its environment (`PARVIS_…`)."""

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource, SettingsConfigDict


class Settings(BaseSettings):
    """One set for all members: each uses what it needs. A missing value is named at start, not at first use.

    What nobody should read in a list of processes comes as files instead, named like the variables, in PARVIS_SECRETS_DIR.
    """

    model_config = SettingsConfigDict(env_prefix="PARVIS_", extra="ignore")

    service: str
    http_host: str = "127.0.0.1"
    http_port: int
    drain_notice: float = Field(default=0.0, ge=0)
    """Seconds between « not ready any more » and the last request that is taken: what a balancer in front needs to see it."""
    database_url: str = ""
    relay_database_url: str = ""
    database_pool: int = Field(default=10, ge=1, le=100)
    nats_url: str = ""
    nats_user: str = ""
    nats_password: str = ""
    s3_url: str = ""
    s3_access_key: str = ""
    s3_secret_key: str = ""
    s3_bucket: str = ""
    signing_key_file: Path
    trust_file: Path
    secret_file: Path
    master_key_file: Path | None = None
    erasure_ledger_file: Path | None = None
    """Where erasures are noted outside of the database, beside the keys (chassis.erasures)."""
    transit_url: str = ""
    """A key management that speaks Vault's transit protocol, instead of the master key file: `https://vault:8200`."""
    transit_key: str = "parvis-documents"
    transit_token_file: Path | None = None
    pkcs11_module: Path | None = None
    """A security module's library, instead of either: the root never leaves it."""
    pkcs11_label: str = "parvis"
    pkcs11_key: str = "parvis-documents"
    pkcs11_pin_file: Path | None = None
    pkcs11_destroyed_file: Path | None = None
    """Names of destroyed keys, one a line: backed up with the module, never with the database."""
    clamd_url: str = ""
    clamd_stream_limit: int = Field(default=25_000_000, ge=1)
    smtp_url: str = ""
    mail_from: str = "ne-pas-repondre@{organisation}.example"
    mail_in_port: int = 0
    """Where ticketing receives mails (SMTP); 0: nowhere."""
    mail_in_lmtp: bool = False
    """Whether that door speaks LMTP (RFC 2033) instead of SMTP."""
    mail_in_imap_url: str = ""
    """A mailbox whose mails ticketing fetches: `imaps://user:password@host/INBOX`; none without."""
    mail_in_imap_every: float = Field(default=30.0, gt=0)
    """Seconds between two looks at it."""
    mail_in_domain: str = ""
    """The domain of the addresses that answer to one ticket; none are given without."""
    bounce_port: int = 0
    """Where the notifier receives what comes back from mails (SMTP); 0: nowhere."""
    bounce_domain: str = ""
    """The domain of the addresses that mails return to; without it they return to their sender."""
    mail_reports_key: str = ""
    """With which the HTTP mail provider signs what it tells afterwards; without it no report is believed."""
    sms_url: str = ""
    """Who takes SMS: `brevo+https://<key>@api.brevo.com`, `mail+smtp://host:port` for a mailbox; none are sent without."""
    dns_server: str = ""
    """`host:port` that is asked instead of the machine's own name servers."""
    webhook_networks: str = ""
    """Networks inside which webhooks may call all the same, without https: those of tests. None in production."""
    public_url: str = "http://{organisation}.localhost:8000"
    internal_url: str = "http://agents.localhost:8001"
    services: str = ""
    mailbox_url: str = ""
    traces_url: str = ""
    measures_file: Path | None = None
    """Where the internal entrance keeps thirty days of what the objectives count; in memory alone without."""
    portal_measures_url: str = ""
    """Where the internal entrance asks the public one for its measures; it is not among what is watched without."""
    faults_url: str = ""
    """Where exercises of failure are begun, on a demo alone; the internal entrance offers none without."""
    faults_secret_file: Path | None = None
    trusted_proxies: str = ""
    """Networks of the proxies in front of the gateway, whose `X-Forwarded-For` is believed."""
    rate_limits: float = Field(default=1.0, ge=0)
    """How generous the gateway's rate limits are; 0 lifts them (load tests from one machine)."""
    journal_anchor_every: float = Field(default=3600, gt=0)
    """Seconds between two notes of the journal's heads at its witness: the longest stretch whose loss would not show."""
    trace_sampling: float = Field(default=1.0, ge=0, le=1)
    directory_url: str = ""
    """The public directory of administrations, where organisations' phones and hours are read; without it, none are."""
    federation_file: Path | None = None
    """The OpenID providers that people may sign in with (FranceConnect, ProConnect); without it, none."""
    address_api_url: str = ""
    """A geocoder that speaks the national address base's protocol, for addresses completed as one types; none without."""
    log_level: str = "info"

    @property
    def service_urls(self) -> dict[str, str]:
        """`identity=http://…,demarches=http://…` as a dictionary."""
        return dict(pair.split("=", 1) for pair in self.services.split(",") if pair)

    def organisation_url(self, slug: str) -> str:
        return self.public_url.format(organisation=slug)

    def read_secret(self) -> bytes:
        return self.secret_file.read_bytes().strip()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # Looked up when they are read: a forked process has an environment of its own.
        folder = os.environ.get("PARVIS_SECRETS_DIR")
        files = (SecretsSettingsSource(settings_cls, secrets_dir=folder),) if folder else ()
        return (init_settings, env_settings, *files)
