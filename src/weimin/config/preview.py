"""What a previewed city says of itself on its pages: which version they show, and what is wrong with the files now.

``weimin preview`` writes it into the throw-away home, the web process reads it; without WEIMIN_PREVIEW there is nothing.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

__all__ = ["Preview", "banner", "read", "write"]


@dataclass(frozen=True)
class Preview:
    """``turn`` counts the readings of the folder. ``errors``: the pages still show the version before them."""

    turn: int
    folder: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def write(file: Path, preview: Preview) -> None:
    """Put in place whole, so that no page reads half of it."""
    new = file.with_suffix(".new")
    new.write_text(json.dumps(asdict(preview), ensure_ascii=False), encoding="utf-8")
    new.replace(file)


def read() -> Preview | None:
    if not settings.PREVIEW:
        return None
    try:
        told = json.loads(Path(settings.PREVIEW).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    links = tuple((str(address), str(name)) for address, name in told["links"])
    return Preview(told["turn"], told["folder"], tuple(told["errors"]), tuple(told["warnings"]), links)


def banner(_request: HttpRequest) -> dict[str, Any]:
    """Context processor: the preview for ``ui/base.html``, if this is one."""
    return {"preview": read()}
