"""What the acts of regulation are called."""

from typing import Final

from weimin.lib.bilingual import Bilingual

__all__ = ["ACTIONS", "FOUND"]

ACTIONS: Final = {
    "regulation.pushed": Bilingual("推送监管部门", "Pushed to the regulating department"),
    "regulation.noted": Bilingual("监管部门签收", "Noted by the regulating department"),
    "regulation.ordered": Bilingual("责令限期改正", "Ordered to put it right"),
    "regulation.found": Bilingual("核查有了结果", "The check has its result"),
}

FOUND: Final = {
    "noted": Bilingual("已签收", "Noted"),
    "as-declared": Bilingual("与承诺一致", "As declared"),
    "put-right": Bilingual("已改正", "Put right"),
    "false": Bilingual("承诺不实", "Declared falsely"),
}
