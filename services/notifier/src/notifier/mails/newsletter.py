"""A letter in words, text and HTML: made once for all readers of an issue, but for the link by which each one leaves."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from chassis.pages.typography import set_in_french, text_in_french
from contracts.asks import OrganisationFacts
from notifier.articles.markdown import html_of, text_of
from notifier.domain.letters.issue import Block, Words
from notifier.mails import neutral
from notifier.mails.html import palettes, rendered

# Stands for each reader's own token until the last moment; nothing that is written can contain it by chance.
TOKEN = "0f7a1c3e-jeton-du-lecteur-9b2d"  # noqa: S105 - a mark, no secret
WORDS = {
    "fr": {
        "more": "Lire la suite",
        "why": "Vous recevez cette lettre parce que vous vous y êtes abonné auprès de {organisation}.",
        "manage": "Changer mes thèmes",
        "leave": "Me désabonner en un clic",
        "online": "Lire cette lettre en ligne",
        "test": "[Essai] {subject}",
        "link": "{what} : {link}",
    },
    "en": {
        "more": "Read more",
        "why": "You receive this letter because you subscribed to it with {organisation}.",
        "manage": "Change my themes",
        "leave": "Unsubscribe in one click",
        "online": "Read this letter online",
        "test": "[Test] {subject}",
        "link": "{what}: {link}",
    },
}
_layout = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
).get_template("newsletter.mjml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    subject: str
    text: str
    html: str


def printed(words: Words, organisation: OrganisationFacts, *, locale: str, issue_id: str, is_test: bool) -> Printed:
    said = WORDS[locale]
    root = f"{organisation.public_url}/lettre-d-information"
    links = {
        "manage": f"{root}/abonnement/{TOKEN}",
        "leave": f"{root}/desabonnement/{TOKEN}",
        "online": f"{root}/archives/{issue_id}",
    }
    subject = neutral.one_line(words.subject, longest=180)
    name = neutral.one_line(organisation.name)
    day, night = palettes(organisation.colour)
    blocks = [_shown(block, organisation.public_url) for block in words.blocks]
    why = said["why"].format(organisation=name)
    html = rendered(
        _layout.render(
            subject=subject,
            preheader=neutral.one_line(words.preheader),
            blocks=blocks,
            organisation=name,
            locale=locale,
            said=said,
            links=links,
            why=why,
            day=day,
            night=night,
        )
    )
    text = "\n\n".join(
        [
            name,
            *(_text(block, said) for block in blocks),
            "-- ",
            why,
            *(said["link"].format(what=said[key], link=link) for key, link in links.items()),
        ]
    )
    subject = said["test"].format(subject=subject) if is_test else subject
    if locale == "fr":
        subject, text, html = text_in_french(subject), text_in_french(text), set_in_french(html)
    return Printed(subject=subject, text=text, html=html)


def _shown(block: Block, root: str) -> dict[str, object]:
    """Links of our own are made whole: a mail has no page to be relative to."""
    url = f"{root}{block.url}" if block.url.startswith("/") else block.url
    markdown = block.text if block.kind == "text" else ""
    return {
        "kind": block.kind,
        "title": neutral.one_line(block.title),
        "text": neutral.lines(block.text),
        "html": Markup(html_of(markdown).replace('href="/', f'href="{root}/')),  # noqa: S704 - cleaned by nh3
        "plain": text_of(markdown) if markdown else "",
        "url": url,
    }


def _text(block: dict[str, object], said: dict[str, str]) -> str:
    match block["kind"]:
        case "text":
            return str(block["plain"])
        case "excerpt":
            link = said["link"].format(what=said["more"], link=block["url"])
            return f"{block['title']}\n{block['text']}\n{link}"
        case "button":
            return said["link"].format(what=block["text"], link=block["url"])
        case _:
            return f"{block['text']}\n{'=' * min(60, len(str(block['text'])))}"
