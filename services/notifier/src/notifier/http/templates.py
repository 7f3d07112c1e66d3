"""An organisation's own words for its messages."""

import msgspec
from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from chassis.commands import Commands
from chassis.http import Again, Ask, By, IfMatch
from contracts.messages import BY_KEY, KINDS
from notifier.commands.save_template import SaveTemplate, must_be_sendable, save_template
from notifier.commands.withdraw_template import WithdrawTemplate, withdraw_template
from notifier.domain.languages import LOCALES
from notifier.domain.override import Override, Wording
from notifier.domain.refusals import TemplateNotFound
from notifier.mails.drafts import Draft, Drafts
from notifier.mails.wordings import ALWAYS
from notifier.queries.own_wordings import own_wordings
from notifier.storage.work import NotifierWork

EDIT = "notifier.templates.edit"
Change = NamedDependency[Commands[NotifierWork]]


class TemplateLine(msgspec.Struct, frozen=True, kw_only=True):
    """`own`: the organisation's words; otherwise ours. `version` is 0 as long as they are ours."""

    key: str
    locale: str
    own: bool
    version: int


class TemplateView(TemplateLine, frozen=True, kw_only=True):
    wording: Wording
    placeholders: list[str]


class PreviewOf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Without a wording, what would be sent today."""

    locale: str = "fr"
    wording: Wording | None = None


@get("/", needs=EDIT, summary="The messages that can be written in one's own words")
async def index(actor: By, queries: Ask) -> list[TemplateLine]:
    own = await queries.ask(own_wordings, None, actor=actor)
    known = [(kind.key, locale) for kind in KINDS for locale in LOCALES]
    return [
        TemplateLine(key=key, locale=locale, own=(key, locale) in own, version=_version(own.get((key, locale))))
        for key, locale in known
    ]


@get("/{key:str}/{locale:str}", needs=EDIT, summary="The words of a message")
async def show(
    key: FromPath[str], locale: FromPath[str], actor: By, queries: Ask, drafts: NamedDependency[Drafts]
) -> TemplateView:
    _must_exist(key, locale)
    own = (await queries.ask(own_wordings, key, actor=actor)).get((key, locale))
    return _view(key, locale, own, drafts)


@put("/{key:str}/{locale:str}", needs=EDIT, summary="Write a message in one's own words")
async def save(
    key: FromPath[str],
    locale: FromPath[str],
    data: JSONBody[Wording],
    actor: By,
    commands: Change,
    drafts: NamedDependency[Drafts],
    if_match: IfMatch,
    once: Again,
) -> TemplateView:
    command = SaveTemplate(key=key, locale=locale, wording=data, version=if_match)
    return await commands.run(
        save_template, command, actor=actor, show=lambda saved: _view(key, locale, saved, drafts), once=once
    )


@delete("/{key:str}/{locale:str}", needs=EDIT, summary="Go back to the words of Parvis")
async def withdraw(key: FromPath[str], locale: FromPath[str], actor: By, commands: Change) -> None:
    await commands.run(withdraw_template, WithdrawTemplate(key=key, locale=locale), actor=actor)


@post("/{key:str}/preview", needs=EDIT, status_code=200, summary="See a message with sample values")
async def preview(
    key: FromPath[str], data: JSONBody[PreviewOf], actor: By, queries: Ask, drafts: NamedDependency[Drafts]
) -> Draft:
    _must_exist(key, data.locale)
    wording = data.wording
    if wording is None:
        own = (await queries.ask(own_wordings, key, actor=actor)).get((key, data.locale))
        wording = own.wording if own else drafts.wordings.of(key, data.locale)
    must_be_sendable(key, data.locale, wording)
    return await drafts.of(key, data.locale, wording, tenant=actor.tenant)


def _must_exist(key: str, locale: str) -> None:
    if key not in BY_KEY or locale not in LOCALES:
        raise TemplateNotFound


def _view(key: str, locale: str, own: Override | None, drafts: Drafts) -> TemplateView:
    return TemplateView(
        key=key,
        locale=locale,
        own=own is not None,
        version=_version(own),
        wording=own.wording if own else drafts.wordings.of(key, locale),
        placeholders=sorted(BY_KEY[key].names | ALWAYS),
    )


def _version(own: Override | None) -> int:
    return own.version if own else 0


router = Router("/templates", route_handlers=[index, show, save, withdraw, preview])
