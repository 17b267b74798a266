"""The reference page names every code, element and attribute that the compiler knows."""

import re
from pathlib import Path

from weimin.lib.procedure.conventions import CLOCKS, DEPARTMENTS, ROLES, STEPS
from weimin.lib.procedure.grammar import FLOW_NODES, RULES

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "reference" / "procedures.md").read_text(encoding="utf-8")


def test_every_code_that_can_be_given_is_explained_and_no_other() -> None:
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "src/weimin/lib/procedure").glob("*.py"))
    assert set(re.findall(r'"(P\d{3})"', source)) == set(re.findall(r"^\| (P\d{3}) \|", PAGE, re.MULTILINE))


def test_every_element_that_runs_and_every_attribute_of_ours_is_named() -> None:
    ours = {f"`weimin:{name}`" for rule in RULES.values() for name in rule.ours}
    words = {f"`{word}`" for word in (*FLOW_NODES, *STEPS, *CLOCKS, *DEPARTMENTS, *ROLES)}
    outcomes = {f"`{outcome}`" for step in STEPS.values() for outcome in step}
    assert {word for word in ours | words | outcomes if word not in PAGE} == set()
