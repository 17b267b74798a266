"""What instructions refuse."""

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = ["AlreadyAnswered", "NotALeader", "NotYoursToAnswer", "Unwritten"]


class NotALeader(WeiminError):
    code = "not-a-leader"
    status = 403
    message = Bilingual(
        "批示要由承办部门或者上级部门的负责人作出",
        "Instructions are for the heads of the departments of the case, or above",
    )


class NotYoursToAnswer(WeiminError):
    code = "not-yours-to-answer"
    status = 404
    message = Bilingual(
        "没有这条批示，或者不由您的岗位反馈", "There is no such instruction, or it is not for your post to answer"
    )


class AlreadyAnswered(WeiminError):
    code = "already-answered"
    status = 409
    message = Bilingual(
        "这条批示已经反馈过了，没有重复记录", "This instruction has been answered; nothing was recorded twice"
    )


class Unwritten(WeiminError):
    """``what`` is missing or cannot be."""

    code = "unwritten"
    status = 422
    message = Bilingual("请填好：{what}", "Please give: {what}")
