"""A procedure edited in a public BPMN modeller and saved again still compiles to the same graph.

The modeller's own reader and writer, bpmn-moddle, opens and saves the files of the example city; see modeller.mjs for
what is edited.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from lib.procedure.sameness import compiled_beside, meaning
from weimin.config.frontend import npm_command
from weimin.lib.procedure import Graph, draw

ROOT = Path(__file__).resolve().parents[2]
MODELLER = ROOT / "node_modules" / "bpmn-moddle"
PROCEDURES = [
    *sorted((ROOT / "cities").glob("*/procedures/*.bpmn")),
    ROOT / "src/weimin/blueprint/importing/procedures/licence-simple.bpmn",
]
NAMES = [str(path.relative_to(ROOT)) for path in PROCEDURES]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, dict[str, Any]]]:
    """What the modeller wrote for each procedure, and what it says it did."""
    if not MODELLER.is_dir():
        missing = "bpmn-moddle is not installed (npm ci)"
        if os.environ.get("WEIMIN_REQUIRE_SERVICES"):
            pytest.fail(missing)
        pytest.skip(missing)
    node = str(Path(npm_command()[0]).with_name("node"))
    told: dict[str, tuple[bytes, dict[str, Any]]] = {}
    for name, path in zip(NAMES, PROCEDURES, strict=True):
        folder = tmp_path_factory.mktemp("saved")
        words = [node, str(Path(__file__).with_name("modeller.mjs")), str(folder), str(path)]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        told[name] = ((folder / path.name).read_bytes(), json.loads(done.stdout)[path.name])
    return told


def own(graph: Graph) -> set[str]:
    """The steps of the file itself, without those of what it calls."""
    return {node.id for node in graph.user_tasks if not node.prefix}


@pytest.mark.parametrize(("name", "path"), zip(NAMES, PROCEDURES, strict=True), ids=NAMES)
def test_a_procedure_saved_by_a_modeller_compiles_to_the_same_graph(
    name: str, path: Path, saved: dict[str, tuple[bytes, dict[str, Any]]]
) -> None:
    source, told = saved[name]
    before, after = compiled_beside(path.read_bytes(), path.parent), compiled_beside(source, path.parent)
    assert told["warnings"] == [], "the modeller understands all of it"
    assert told["moved"] > 20
    assert told["renamed"] == len(own(before))
    assert after.digest != before.digest
    assert meaning(after, names=False) == meaning(before, names=False)
    assert after.warnings == before.warnings
    renamed = {node.id for node in after.nodes.values() if node.name != before.nodes[node.id].name}
    assert renamed == own(before)


@pytest.mark.parametrize(("name", "path"), zip(NAMES, PROCEDURES, strict=True), ids=NAMES)
def test_what_the_modeller_moved_and_added_is_drawn_where_it_is(
    name: str, path: Path, saved: dict[str, tuple[bytes, dict[str, Any]]]
) -> None:
    before, after = (
        compiled_beside(path.read_bytes(), path.parent).diagram,
        compiled_beside(saved[name][0], path.parent).diagram,
    )
    if not etree.fromstring(path.read_bytes()).findall(".//{http://www.omg.org/spec/BPMN/20100524/DI}BPMNShape"):
        pytest.skip("this file has no diagram of its own")
    old, new = {shape.id: shape for shape in before.shapes}, {shape.id: shape for shape in after.shapes}
    assert {(new[i].x - old[i].x, new[i].y - old[i].y) for i in old} == {(40.0, 25.0)}
    added = {new[i].tag for i in new.keys() - old.keys()}
    assert {"textAnnotation", "dataObjectReference"} <= added
    assert "see the handbook" in draw(compiled_beside(saved[name][0], path.parent))
