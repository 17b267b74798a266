"""The 21 reference models of the BPMN Model Interchange Working Group: each is read, or refused by name at its line."""

import re
from pathlib import Path

import pytest
from lxml import etree

from weimin.lib.procedure import Finding, ProcedureError, compile_procedure, draw

NAMES = [
    "A.1.0",
    "A.2.0",
    "A.2.1",
    "A.3.0",
    "A.4.0",
    "A.4.1",
    "B.1.0",
    "B.2.0",
    "C.1.0",
    "C.1.1",
    "C.2.0",
    "C.3.0",
    "C.4.0",
    "C.5.0",
    "C.6.0",
    "C.7.0",
    "C.8.0",
    "C.8.1",
    "C.9.0",
    "C.9.1",
    "C.9.2",
]


@pytest.fixture
def model(shared_data: Path, request: pytest.FixtureRequest) -> Path:
    path = shared_data / "conformance" / "bpmn-miwg" / f"{request.param}.bpmn"
    if not path.is_file():
        pytest.skip(f"the BPMN MIWG models are not here ({path.name})")
    return path


def findings_of(model: Path) -> tuple[Finding, ...] | None:
    """Why it is refused; ``None`` if it is read."""
    try:
        compile_procedure(model.read_bytes(), file=model.name, strict=False)
    except ProcedureError as error:
        return error.findings
    return None


@pytest.mark.parametrize("model", NAMES, indirect=True)
def test_a_reference_model_is_read_or_refused_with_line_and_element(model: Path) -> None:
    findings = findings_of(model)
    assert findings is None or findings
    lines = model.read_bytes().splitlines()
    for finding in findings or ():
        tag = finding.element.split()[0]
        assert finding.file == model.name
        assert re.search(rb"<([\w-]+:)?" + tag.encode() + rb"\b", lines[finding.line - 1])


@pytest.mark.parametrize("model", NAMES, indirect=True)
def test_a_reference_model_is_drawn(model: Path) -> None:
    svg = etree.fromstring(draw(model.read_bytes()).encode())
    drawn = svg.findall("{http://www.w3.org/2000/svg}g")
    assert len(drawn) > 5
