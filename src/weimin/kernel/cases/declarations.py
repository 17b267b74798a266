"""告知承诺: the applicant chooses between declaring and handing in the paper; what is declared is checked after the grant."""

from typing import Any, Final

from weimin.blueprint.answer_values import InvalidAnswer
from weimin.blueprint.items import Material
from weimin.blueprint.values import Length, LengthUnit
from weimin.lib.bilingual import Bilingual
from weimin.ui.words import period

__all__ = ["CHECK_WITHIN", "check_within", "declares"]

CHECK_WITHIN: Final = Length(count=2, unit=LengthUnit.MONTH)
"""How soon a declaration is checked where the item does not say so. Not checked in a text of law: shown as such."""


def declares(*, ticked: bool, files: int, has_paper: bool) -> bool:
    """True for a declaration, False for papers; ``has_paper`` is one handed in before. Raises ``InvalidAnswer`` for both
    ways at once and for none."""
    if ticked and files:
        raise InvalidAnswer(
            Bilingual(
                "承诺和交材料选一样就行，请去掉一样。", "Declare or hand in the paper; please take one of them away."
            )
        )
    if not ticked and not files and not has_paper:
        raise InvalidAnswer(
            Bilingual(
                "请读过以后勾选承诺，或者交证明材料。",
                "Read and tick the declaration, or hand in the paper that shows it.",
            )
        )
    return ticked


def check_within(material: Material) -> dict[str, Any]:
    """For the page: how soon the declaration is checked, and whether the item says so itself."""
    length = material.check_within or CHECK_WITHIN
    return {"check_within": period(length.count, length.unit.value), "check_given": material.check_within is not None}
