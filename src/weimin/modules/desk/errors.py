"""What can go wrong at the own desk."""

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = ["BadName", "TooMany"]


class BadName(WeiminError):
    code = "desk-bad-name"
    status = 422
    message = Bilingual("请写一个 1 到 30 个字的名字。", "Give it a name of 1 to 30 characters.")


class TooMany(WeiminError):
    code = "desk-too-many"
    status = 409
    message = Bilingual(
        "最多存 {most} 个，请先删去不用的。", "At most {most} are kept; delete one that you no longer need."
    )
