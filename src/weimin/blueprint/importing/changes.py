"""What a row of a staff list would change."""

from dataclasses import dataclass
from typing import Any

from weimin.blueprint.importing.doubts import Spot
from weimin.lib.bilingual import Bilingual

__all__ = ["Change"]


@dataclass(frozen=True)
class Change:
    spot: Spot
    sign: str
    message: Bilingual

    def __init__(self, spot: Spot, sign: str, zh: str, en: str, **values: Any) -> None:
        object.__setattr__(self, "spot", spot)
        object.__setattr__(self, "sign", sign)
        object.__setattr__(self, "message", Bilingual(zh, en).format(**values))

    def __str__(self) -> str:
        return f"{self.spot}: {self.sign} {self.message}"
