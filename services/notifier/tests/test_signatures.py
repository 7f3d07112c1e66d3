"""Mails are signed in their organisation's name: made, published, activated, changed; checked from the DNS as the world does."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from postal.names import NameServer
from postal.owners import Owners, a_submission, facts_of
from postal.signature_reader import body_hash, holds, is_signed, selector_of

from kit.actors import a_member
from kit.service import problem
from notifier.mails.dkim import SigningKey, signed
from notifier.sealing import CannotBeOpened, Seal

MANAGE = "notifier.integrations.manage"

# RFC 8463, appendix A: the mail, its signature and the record by which it is checked.
RFC = """\
DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
""".replace("\n", "\r\n")
RECORD = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def record_of(key: rsa.RSAPrivateKey) -> str:
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; p={base64.b64encode(public).decode()}"


async def a_mail(owners: Owners, mails, tenant) -> str:
    person = owners.somebody()
    await owners.says(a_submission(), tenant=tenant, facts=facts_of("dossier_received", person))
    mail = await mails.one_to(person.email)
    return await mails.raw(mail.id)


async def an_active_key(notifier, manager, names: NameServer) -> dict:
    made = (await notifier.call(manager, "POST", "/v1/domain-keys", json={})).json()
    names.texts[made["record_name"]] = [made["record"]]
    activated = await notifier.call(manager, "POST", f"/v1/domain-keys/{made['id']}/activation")
    assert activated.status_code == 200, activated.text
    return activated.json()


def test_the_reader_believes_the_rfc_and_no_word_of_another_mail():
    assert holds(RFC, RECORD)
    assert not holds(RFC.replace("lost", "won"), RECORD)
    assert not holds(RFC.replace("dinner", "supper"), RECORD)


@pytest.mark.requirement("NT-06")
@pytest.mark.parametrize(
    "mail",
    [
        RFC.partition("From:")[1] + RFC.partition("From:")[2],
        "From: a@b.example\r\nSubject: =?utf-8?q?=C3=A9?=\r\n\tplié\t sur  deux\r\n\r\n",
        "from:a@b.example\r\nTO :  c@d.example \r\n\r\n\r\n\r\nseul \t mot\t\r\n\r\n\r\n",
        (
            "From: a@b.example\r\nList-Unsubscribe: <https://x.example/y>\r\n"
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\nsans fin de ligne"
        ),
    ],
)
def test_what_is_signed_holds_and_what_is_added_afterwards_does_not(key, mail: str):
    by = SigningKey("b.example", "s1", key)

    made = signed(mail.encode(), by, at=datetime(2026, 11, 28, tzinfo=UTC)).decode()

    assert holds(made, record_of(key))
    assert selector_of(made) == "s1._domainkey.b.example"
    assert not holds(made + "et une ligne\r\n", record_of(key))
    # A second sender, put where readers look first.
    forged = made.replace("\r\n\r\n", "\r\nFrom: mechant@ailleurs.example\r\n\r\n", 1)
    assert not holds(forged, record_of(key))
    assert len(max(made.splitlines(), key=len)) < 998


def test_both_hash_a_body_alike():
    assert body_hash(RFC) == "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="


@pytest.mark.requirement("NT-06")
async def test_a_key_signs_only_once_the_world_can_check_it(notifier, owners, mails, tenant, names):
    manager = a_member(tenant, MANAGE)
    made = (await notifier.call(manager, "POST", "/v1/domain-keys", json={})).json()

    early = await notifier.call(manager, "POST", f"/v1/domain-keys/{made['id']}/activation")
    unsigned = await a_mail(owners, mails, tenant)
    names.texts[made["record_name"]] = ["v=spf1 -all", made["record"]]
    activated = await notifier.call(manager, "POST", f"/v1/domain-keys/{made['id']}/activation")
    mail = await a_mail(owners, mails, tenant)

    assert problem(early)["status"] == 409
    assert not is_signed(unsigned)
    assert activated.json()["stage"] == "active"
    assert made["domain"] == "plassans.example"
    assert holds(mail, names.texts[selector_of(mail)][1])
    assert not holds(mail.replace("demande", "Demande", 1), names.texts[selector_of(mail)][1])


@pytest.mark.requirement("NT-06")
async def test_a_new_key_takes_over_without_an_unsigned_mail(notifier, owners, mails, tenant, names):
    manager = a_member(tenant, MANAGE)
    first = await an_active_key(notifier, manager, names)

    second = (await notifier.call(manager, "POST", "/v1/domain-keys", json={})).json()
    again = await notifier.call(manager, "POST", "/v1/domain-keys", json={})
    between = await a_mail(owners, mails, tenant)
    names.texts[second["record_name"]] = [second["record"]]
    await notifier.call(manager, "POST", f"/v1/domain-keys/{second['id']}/activation")
    after = await a_mail(owners, mails, tenant)

    assert again.status_code == 409
    assert selector_of(between) == first["record_name"]
    assert holds(between, first["record"])
    assert selector_of(after) == second["record_name"]
    assert holds(after, second["record"])
    stages = {key["id"]: key["stage"] for key in (await notifier.call(manager, "GET", "/v1/domain-keys")).json()}
    assert stages == {first["id"]: "retired", second["id"]: "active"}
    revived = await notifier.call(manager, "POST", f"/v1/domain-keys/{first['id']}/activation")
    assert revived.status_code == 409


@pytest.mark.requirement("NT-06")
async def test_another_organisations_mails_are_not_signed_with_it(notifier, owners, mails, tenant, names):
    await an_active_key(notifier, a_member(tenant, MANAGE), names)
    elsewhere = a_member(None, MANAGE)

    mail = await a_mail(owners, mails, elsewhere.tenant)

    assert not is_signed(mail)
    assert (await notifier.call(elsewhere, "GET", "/v1/domain-keys")).json() == []


@pytest.mark.requirement("NT-06")
async def test_the_private_key_is_told_nowhere(notifier, tenant, names):
    manager = a_member(tenant, MANAGE)

    key = await an_active_key(notifier, manager, names)

    [row] = await notifier.rows("select * from domain_keys where id = :id", id=key["id"])
    listed = await notifier.call(manager, "GET", "/console/signature")
    assert "PRIVATE" not in str(dict(row))
    assert row["sealed"] not in listed.text
    with pytest.raises(CannotBeOpened):
        Seal(b"another installation").open(row["sealed"], about=str(key["id"]))
    with pytest.raises(CannotBeOpened):
        Seal(notifier.service.settings.read_secret()).open(row["sealed"], about="another row")


@pytest.mark.requirement("NT-06")
async def test_the_page_says_what_to_publish_and_what_is_missing(notifier, tenant, names):
    manager = a_member(tenant, MANAGE)
    empty = await notifier.call(manager, "GET", "/console/signature")
    token = empty.text.split('name="csrf_token" value="')[1].split('"')[0]

    made = await notifier.call(manager, "POST", "/console/signature", data={"csrf_token": token})
    shown = await notifier.call(manager, "GET", "/console/signature")
    [key] = (await notifier.call(manager, "GET", "/v1/domain-keys")).json()
    path = f"/console/signature/{key['id']}"
    early = await notifier.call(manager, "POST", f"{path}/activation", data={"csrf_token": token})
    names.texts[key["record_name"]] = [key["record"]]
    done = await notifier.call(manager, "POST", f"{path}/activation", data={"csrf_token": token})
    gone = await notifier.call(manager, "POST", f"{path}/retrait", data={"csrf_token": token})

    assert "pas encore signés" in empty.text
    assert [answer.status_code for answer in (made, early, done, gone)] == [303] * 4
    assert key["record_name"] in shown.text
    assert key["record"] in shown.text
    [key] = (await notifier.call(manager, "GET", "/v1/domain-keys")).json()
    assert key["stage"] == "retired"
