"""What can go wrong with a rating."""

from collections.abc import Mapping

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = [
    "AlreadyAdded",
    "AlreadyRated",
    "Expired",
    "InvalidRating",
    "NoSuchFollowUp",
    "NoSuchInvitation",
    "NotYours",
    "StepDone",
]


class NoSuchInvitation(WeiminError):
    code = "no-such-invitation"
    status = 404
    message = Bilingual(
        "没有这份评价邀请。请用收件凭证上的编号和查询码重新查一次。",
        "There is no such invitation. Look it up again with the number and the code on your receipt.",
    )


class Expired(WeiminError):
    code = "rating-expired"
    status = 410
    message = Bilingual("评价的时间过了（{day} 为止）。", "The time to rate is over; it ended on {day}.")


class AlreadyRated(WeiminError):
    code = "already-rated"
    status = 409
    message = Bilingual("已经评价过了，一次办理只评一次。", "It has been rated already: each encounter is rated once.")


class AlreadyAdded(WeiminError):
    code = "already-added"
    status = 409
    message = Bilingual("已经追加过一次了。", "Something has been added once already.")


class NotYours(WeiminError):
    code = "rating-not-yours"
    status = 403
    message = Bilingual(
        "办理人不能评价自己，也不能处理对自己的评价。", "Nobody rates, or judges a rating of, their own work."
    )


class InvalidRating(WeiminError):
    """One message for each field that must be changed."""

    code = "invalid-rating"
    status = 422
    message = Bilingual("有内容需要改。", "Something needs a correction.")

    def __init__(self, errors: Mapping[str, Bilingual]) -> None:
        super().__init__()
        self.errors = errors


class NoSuchFollowUp(WeiminError):
    code = "no-such-rating"
    status = 404
    message = Bilingual(
        "没有这件差评，或不归您的岗位处理。", "There is no such rating, or it is not your post's to handle."
    )


class StepDone(WeiminError):
    code = "rating-step-done"
    status = 409
    message = Bilingual("这一步已经办过了，请看现在的状态。", "This step has been done already; see how it stands now.")
