"""The pages of an application, one question each: situations first, then the form, then the papers."""

from dataclasses import dataclass
from typing import Literal

from weimin.blueprint.answers import Filling
from weimin.blueprint.items import FormField, Material, Situation

__all__ = ["QuestionPage", "pages_of"]


@dataclass(frozen=True)
class QuestionPage:
    """One page: its address, and what is asked on it."""

    slug: str
    kind: Literal["situation", "field", "material"]
    subject: Situation | FormField | Material


def pages_of(filling: Filling) -> list[QuestionPage]:
    """The pages of this application as the answers stand; each answer may open or close later ones."""
    pages = [QuestionPage(f"s-{each.id}", "situation", each) for each in filling.open_situations]
    pages += [QuestionPage(f"f-{each.id}", "field", each) for each in filling.asked_fields]
    pages += [
        QuestionPage(f"m-{each.id}", "material", each) for each in filling.needed_materials if each.supply != "shared"
    ]
    return pages
