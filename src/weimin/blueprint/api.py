"""The front door of the grammar: compile a city, ask what an item asks, describe the files. Knows no Django."""

from weimin.blueprint.answer_values import PARTS, InvalidAnswer, feel_value, is_empty, read_answer
from weimin.blueprint.answers import Deciding, EffectiveClock, FeeDue, Filling, effective_clocks
from weimin.blueprint.blueprint import Blueprint, Entry, Procedure
from weimin.blueprint.compiler import Compiled, compile_city
from weimin.blueprint.decisions import Decision
from weimin.blueprint.describing import Key, Part, describe_files
from weimin.blueprint.expressions import compiled, feel_name
from weimin.blueprint.findings import STRUCTURAL_CODES, Finding, Findings, Level, Place
from weimin.blueprint.places import offered_at
from weimin.blueprint.reforms import Reform
from weimin.blueprint.schema import file_schemas
from weimin.blueprint.sections import Section, register_section, sections

__all__ = [
    "PARTS",
    "STRUCTURAL_CODES",
    "Blueprint",
    "Compiled",
    "Deciding",
    "Decision",
    "EffectiveClock",
    "Entry",
    "FeeDue",
    "Filling",
    "Finding",
    "Findings",
    "InvalidAnswer",
    "Key",
    "Level",
    "Part",
    "Place",
    "Procedure",
    "Reform",
    "Section",
    "compile_city",
    "compiled",
    "describe_files",
    "effective_clocks",
    "feel_name",
    "feel_value",
    "file_schemas",
    "is_empty",
    "offered_at",
    "read_answer",
    "register_section",
    "sections",
]
