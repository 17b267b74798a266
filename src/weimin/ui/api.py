"""The front door of ``ui``: what modules register, and the values that pages hand to the parts."""

from weimin.ui.asking import asked, raw_answer
from weimin.ui.forms import DateParts
from weimin.ui.paging import page_of
from weimin.ui.parts import Act, Answer, Choice, Column, Crumb, Entry, Fact, FileRow, Link, Task
from weimin.ui.registry import Found, Page, Panel, registry
from weimin.ui.site import Site, current_site, register_site

__all__ = [
    "Act",
    "Answer",
    "Choice",
    "Column",
    "Crumb",
    "DateParts",
    "Entry",
    "Fact",
    "FileRow",
    "Found",
    "Link",
    "Page",
    "Panel",
    "Site",
    "Task",
    "asked",
    "current_site",
    "page_of",
    "raw_answer",
    "register_found",
    "register_page",
    "register_panel",
    "register_site",
    "registry",
]

register_found = registry.register_found
register_page = registry.register_page
register_panel = registry.register_panel
