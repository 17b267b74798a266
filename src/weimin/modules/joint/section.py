"""Teaches the grammar the section ``life-events``. No Django here: ``weimin check`` uses it too."""

from weimin.blueprint.api import register_section
from weimin.modules.joint.checks import check_event
from weimin.modules.joint.descriptions import DESCRIPTIONS
from weimin.modules.joint.events import SECTION, LifeEvent
from weimin.modules.joint.lint import RULES

__all__ = ["register"]


def register() -> None:
    register_section(SECTION, LifeEvent, check=check_event, rules=RULES, searched=True, descriptions=DESCRIPTIONS)
