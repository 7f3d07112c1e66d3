"""The one design that portal and consoles share: layouts, macros, words and dates. README.md shows every macro."""

from chassis.pages.context import (
    Actor,
    Badges,
    Flash,
    Link,
    NavItem,
    Opening,
    Organisation,
    OtherAccount,
    PageContext,
    Urls,
)
from chassis.pages.environment import Pages
from chassis.pages.forms import FormState, NotADate, read_date
from chassis.pages.shapes import Attachment, Column, Crumb, Fact, Moment, Option, Step, Tab
from chassis.pages.theme import theme_css

__all__ = [
    "Actor",
    "Attachment",
    "Badges",
    "Column",
    "Crumb",
    "Fact",
    "Flash",
    "FormState",
    "Link",
    "Moment",
    "NavItem",
    "NotADate",
    "Opening",
    "Option",
    "Organisation",
    "OtherAccount",
    "PageContext",
    "Pages",
    "Step",
    "Tab",
    "Urls",
    "read_date",
    "theme_css",
]
