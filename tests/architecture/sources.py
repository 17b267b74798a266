"""The house's own source as trees, for tests that read code."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import weimin

ROOT = Path(weimin.__file__).parent
Module = tuple[Path, ast.Module]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def modules(*, skip: tuple[str, ...] = ()) -> Iterator[Module]:
    """Every module of ``weimin`` with its path inside the package; ``skip`` names folders that do not count."""
    for path in sorted(ROOT.rglob("*.py")):
        relative = path.relative_to(ROOT)
        if not any(part in skip for part in relative.parts):
            yield relative, _tree(path)


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of a name or attribute, else empty."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (inner := dotted(node.value)):
        return f"{inner}.{node.attr}"
    return ""


def imported_modules(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found
