"""The root of every error that Weimin raises on purpose: what was wrong, in both languages, with its data."""

from typing import Any, ClassVar

from weimin.lib.bilingual import Bilingual

__all__ = ["WeiminError"]


class WeiminError(Exception):
    """A known error. A subclass gives ``code``, ``status`` (HTTP) and a ``message`` with named places;
    the keyword arguments fill the places and stay readable as ``data``.

    >>> class TooLong(WeiminError):
    ...     code = "too-long"
    ...     message = Bilingual("不能超过 {limit} 字", "At most {limit} characters")
    >>> str(TooLong(limit=5))
    '不能超过 5 字'
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    message: Bilingual = Bilingual("无法办理", "This cannot be done")

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code)
        self.data = data
        self.message = type(self).message.format(**data)

    def __str__(self) -> str:
        return str(self.message)
