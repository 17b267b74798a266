"""What pages hand to the parts: small immutable values. A dict with the same keys serves as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from weimin.blueprint.values import Text
from weimin.lib.bilingual import Bilingual

__all__ = [
    "Act",
    "Answer",
    "Choice",
    "Column",
    "Crumb",
    "Entry",
    "Fact",
    "FileRow",
    "Link",
    "Task",
    "Words",
]

Words = str | Bilingual | Text
"""Text ready to be shown: a string, or both languages of which ``str()`` chooses one."""

TagKind = Literal["neutral", "ok", "wait", "late"]


@dataclass(frozen=True, slots=True)
class Link:
    """A row of a link list; without ``href`` it is only said."""

    title: Words
    href: str = ""
    detail: Words = ""
    tag: Words = ""
    tag_kind: TagKind = "neutral"


@dataclass(frozen=True, slots=True)
class Crumb:
    title: Words
    href: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What people want to know first: how long, how much, how many visits."""

    term: Words
    value: Words
    note: Words = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of a check-your-answers list or of what an official reviews."""

    term: Words
    value: Words
    href: str = ""
    tag: Words = ""
    tag_kind: TagKind = "neutral"
    change_href: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: Words
    help: Words = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file already handed in; ``size`` in bytes, ``progress`` 0–100 while it is on its way."""

    name: str
    size: int
    href: str = ""
    preview: str = ""
    remove_name: str = ""
    remove_value: str = ""
    progress: int | None = None
    error: Words = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of a timeline. ``when`` is absent for what has not happened yet."""

    title: Words
    when: date | datetime | None = None
    detail: Words = ""
    who: Words = ""
    state: Literal["done", "now", "next", "late", "paused"] = "done"
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Something the law lets this post do now.

    With ``href`` it opens a page; else it is a submit button that sends ``name=value`` with the form around it.
    ``dialog`` names a dialog of the page that asks first. ``why_not`` tells why it is shown but not allowed.
    ``note`` stands under it: the article that lets it be done.
    """

    label: Words
    href: str = ""
    name: str = "outcome"
    value: str = ""
    kind: Literal["primary", "quiet", "danger"] = "quiet"
    dialog: str = ""
    why_not: Words = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the official's list, by due date."""

    subject: Words
    href: str
    detail: Words = ""
    remaining: int | None = None
    unit: str = "workday"
    current: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    title: Words
    amount: bool = False
