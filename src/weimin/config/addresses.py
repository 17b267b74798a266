"""Every address of the house as a reference page: methods, audience, what it answers, from the routes and views themselves."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver

__all__ = ["Address", "addresses", "page_lines"]

MACHINES: Final = ("journal:", "health", "preview")
"""Names (or their beginning) of what programs read; these are told whole, the others by the first paragraph."""

PARTS: Final = {
    "": "The portal",
    "account/": "Account and login",
    "desk/": "The desk",
    "ui/": "The design language",
}


@dataclass(frozen=True)
class Address:
    """``about`` is the view's docstring; an empty one fails a test."""

    name: str
    path: str
    methods: tuple[str, ...]
    audience: str
    about: str

    @property
    def for_machines(self) -> bool:
        return self.name.startswith(MACHINES)

    @property
    def part(self) -> str:
        """The longest prefix of ``PARTS`` that the path has."""
        return max((prefix for prefix in PARTS if self.path.startswith("/" + prefix)), key=len)


def addresses() -> list[Address]:
    """Every route, in the order in which they are tried."""
    return list(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: Any, prefix: str, space: str) -> Iterator[Address]:
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, path, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            view = entry.callback
            about = inspect.cleandoc(inspect.unwrap(view, stop=lambda each: bool(_own_doc(each))).__doc__ or "")
            yield Address(
                space + (entry.name or entry.lookup_str), path, _methods(view), getattr(view, "audience", ""), about
            )


def _own_doc(view: Any) -> str:
    """A description given on the address itself, for views of libraries."""
    return str(getattr(view, "described", ""))


def _methods(view: Callable[..., Any]) -> tuple[str, ...]:
    """From the decorator that limits them, the class's handlers, or whether the view asks for a POST."""
    layer: Any = view
    while layer is not None:
        names = getattr(getattr(layer, "__code__", None), "co_freevars", ())
        if "request_method_list" in names:
            allowed = layer.__closure__[names.index("request_method_list")].cell_contents
            return tuple(method for method in allowed if method != "HEAD")
        if (kind := getattr(layer, "view_class", None)) is not None:
            return tuple(name.upper() for name in ("get", "post") if hasattr(kind, name))
        layer = getattr(layer, "__wrapped__", None)
    return ("GET", "POST") if "POST" in inspect.getsource(inspect.unwrap(view)) else ("GET",)


def page_lines() -> Iterator[str]:
    """The page in Markdown: what machines read first, then every page for people."""
    found = addresses()
    yield "Every address, in the order in which they are tried. GET includes HEAD. A POST carries the form's token against forgery."
    yield "Pages are HTML in UTF-8, in Chinese, or in English after `?lang=en`, which a cookie remembers. There is no interface for programs beyond the ones below yet.\n"
    yield from _audiences()
    yield "## For machines\n"
    for each in found:
        if each.for_machines:
            yield f"### `{' '.join(each.methods)} {each.path}`\n\n{_plain(each.about)}\n"
    for prefix, title in PARTS.items():
        yield f"## {title}\n"
        yield "| Address | Methods | For | What it answers |"
        yield "|---|---|---|---|"
        for each in found:
            if not each.for_machines and each.part == prefix:
                first = _plain(each.about).split("\n\n")[0].replace("\n", " ").replace("|", "\\|")
                yield f"| `{each.path}` | {', '.join(each.methods)} | {each.audience} | {first} |"
        yield ""


def _audiences() -> Iterator[str]:
    yield "| For | Who is let in; others |"
    yield "|---|---|"
    yield "| public | everyone |"
    yield "| signed-in | whoever has logged in; others go to the login |"
    yield "| applicant | a person, or someone who acts for one; officials and operators get 403 |"
    yield "| official | someone who fills a post and gave a second factor in this session; citizens get 403 |"
    yield "| operator | who runs the machines; everyone else gets 403 |\n"
    yield "What belongs to someone else does not exist for you: 404.\n"


def _plain(text: str) -> str:
    return text.replace("``", "`")
