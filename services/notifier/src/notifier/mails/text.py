"""The text version: everything that the HTML says, in its order."""

from textwrap import dedent

from notifier.mails.letter import Letter


def text_of(letter: Letter) -> str:
    body = "\n\n".join(letter.paragraphs)
    foot = "\n".join((letter.reason, letter.frame.automatic, *_contact(letter)))
    return dedent(
        """\
        {organisation}

        {body}

        {button}

        {copy_link}
        {link}

        --\x20
        {foot}
        """
    ).format(
        organisation=letter.organisation,
        body=body,
        button=letter.button,
        copy_link=letter.frame.copy_link,
        link=letter.link,
        foot=foot,
    )


def _contact(letter: Letter) -> tuple[str, ...]:
    return (letter.frame.contact, letter.organisation, *letter.contact) if letter.contact else ()
