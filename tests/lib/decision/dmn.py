"""Small DMN documents for tests."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def column(tag: str, name: str, type_name: str = "", values: str = "", default: str = "") -> str:
    typed = f" typeRef={quoteattr(type_name)}" if type_name else ""
    allowed = f"<{tag}Values><text>{escape(values)}</text></{tag}Values>" if values else ""
    if tag == "input":
        return f"<input label={quoteattr(name)}><inputExpression{typed}><text>{escape(name)}</text></inputExpression>{allowed}</input>"
    otherwise = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f"<output name={quoteattr(name)}{typed}>{allowed}{otherwise}</output>"


def rule(conditions: Sequence[str], results: Sequence[str], note: str = "") -> str:
    entries = "".join(f"<inputEntry><text>{escape(each)}</text></inputEntry>" for each in conditions)
    entries += "".join(f"<outputEntry><text>{escape(each)}</text></outputEntry>" for each in results)
    return (
        f"<rule>{entries}"
        + (f"<annotationEntry><text>{escape(note)}</text></annotationEntry>" if note else "")
        + "</rule>"
    )


def dmn(
    inputs: Sequence[str], outputs: Sequence[str], rules: Sequence[str], *, policy: str = "UNIQUE", aggregation: str = "",
    namespace: str = NAMESPACE, before: str = "",
) -> bytes:  # fmt: skip
    """One decision; each element of the table on a line of its own, the first input on line 4."""
    how = f' hitPolicy="{policy}"' + (f' aggregation="{aggregation}"' if aggregation else "")
    lines = [
        f'<definitions xmlns="{namespace}" name="d" namespace="x">{before}',
        '<decision id="d" name="Decision">',
        f"<decisionTable{how}>",
        *inputs,
        *outputs,
        *rules,
        "</decisionTable></decision></definitions>",
    ]
    return "\n".join(lines).encode()
