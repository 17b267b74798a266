"""The builtin functions of FEEL (DMN 1.5 §10.3.4), by subject."""

from weimin.lib.feel.builtins import (  # noqa: F401 -- imported to declare their functions
    clocks,
    contexts,
    conversion,
    lists,
    numeric,
    ranges,
    statistics,
    strings,
)
from weimin.lib.feel.builtins.registry import assemble

__all__ = ["BUILTINS", "BUILTIN_PHRASES"]

BUILTINS = assemble()
BUILTIN_PHRASES = frozenset(name for name in BUILTINS if " " in name)
