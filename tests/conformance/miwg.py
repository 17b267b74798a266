"""What becomes of each reference model of the BPMN Model Interchange Working Group, as the table in the docs gives it.

Writes the table anew: ``python tests/conformance/miwg.py ../shared/data/conformance/bpmn-miwg``.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from weimin.lib.procedure import Finding, Graph, compile_processes

NAMES = [
    "A.1.0", "A.2.0", "A.2.1", "A.3.0", "A.4.0", "A.4.1", "B.1.0", "B.2.0", "C.1.0", "C.1.1", "C.2.0", "C.3.0", "C.4.0",
    "C.5.0", "C.6.0", "C.7.0", "C.8.0", "C.8.1", "C.9.0", "C.9.1", "C.9.2",
]  # fmt: skip
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "bpmn-models.md"
HEAD = ["| Model | Process | Verdict | Warnings | Why |", "|---|---|---|---|---|"]


def rows(model: Path) -> list[str]:
    """One row for each process: whether it runs, how many warnings of which kind, or why it is refused."""
    source = model.read_bytes()
    told = []
    for number, verdict in enumerate(compile_processes(source, file=model.name).values(), 1):
        runs = isinstance(verdict, Graph)
        why = _warned(verdict.warnings) if isinstance(verdict, Graph) else _refused(verdict.findings)
        count = str(len(verdict.warnings)) if runs else "–"
        told.append(
            f"| {model.stem if number == 1 else ''} | {number} | {'runs' if runs else 'refused'} | {count} | {why} |"
        )
    return told


def _warned(warnings: Iterable[Finding]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for warning in warnings:
        counts[warning.code] += 1
    return ", ".join(f"{code} ×{n}" for code, n in sorted(counts.items()))


def _refused(findings: Iterable[Finding]) -> str:
    """Every error: its reason once, with the elements and lines that it is about."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in findings:
        reason = finding.message.en.replace("; docs/reference/procedures.md lists what does", "")
        reason = " ".join(
            f"`{word}`" if len(word) > 24 and any(c.isdigit() for c in word) else word for word in reason.split()
        )
        places[finding.code, reason].append(f"`{finding.element.split()[0]}` at {finding.line}")
    return "; ".join(f"{code} {', '.join(where)}: {reason}" for (code, reason), where in places.items())


def table(folder: Path) -> str:
    return "\n".join([*HEAD, *(row for name in NAMES for row in rows(folder / f"{name}.bpmn"))])


def written() -> str:
    """The table that the page has."""
    text = PAGE.read_text(encoding="utf-8")
    start = text.index(HEAD[0])
    return text[start : text.index("\n\n", start)]


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(page.replace(written(), table(Path(sys.argv[1]))), encoding="utf-8")
