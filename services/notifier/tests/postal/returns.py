"""Mails that come back, as servers and mailbox providers write them; and the door they are handed to."""

import aiosmtplib

from kit.service import ServiceUnderTest

BOUNCES = "retours.exemple.fr"

_BOUNCE = """\
From: MAILER-DAEMON@mx.plassans.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I am sorry to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.plassans.example
Arrival-Date: Fri, 27 Nov 2026 10:00:00 +0100

Final-Recipient: rfc822; someone@plassans.example
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--b1
Content-Type: text/rfc822-headers

Subject: something
--b1--
"""

_COMPLAINT = """\
From: fbl@fournisseur.example
To: plaintes@{domain}
Subject: FW: something
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain

This is an email abuse report.

--b2
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1

--b2
Content-Type: message/rfc822

From: ne-pas-repondre@plassans.example
Subject: something
Parvis-Message: {word}

the mail
--b2--
"""


def a_bounce(status: str, *, action: str = "failed", diagnostic: str = "smtp; see status") -> bytes:
    written = _BOUNCE.format(to="x", action=action, status=status, diagnostic=diagnostic)
    return written.replace("\n", "\r\n").encode()


def a_complaint(word: str | None) -> bytes:
    return _COMPLAINT.format(domain=BOUNCES, word=word).replace("\n", "\r\n").encode()


async def hand_back(notifier: ServiceUnderTest, mail: bytes, *, to: str, sender: str = "") -> None:
    """Raises what aiosmtplib raises when the door refuses."""
    settings = notifier.service.settings
    async with aiosmtplib.SMTP(hostname=settings.http_host, port=settings.bounce_port) as client:
        await client.sendmail(sender, [to], mail)
