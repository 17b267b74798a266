"""What can go wrong with an act on a case. Nothing is changed when one of these is raised."""

from collections.abc import Mapping
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = [
    "ActNotAllowed",
    "CaseClosed",
    "DraftFiled",
    "InvalidAnswer",
    "NeedsSignature",
    "NoSuchCase",
    "NotDelegated",
    "NotForYou",
    "NotYetPossible",
    "SameHand",
    "StaleTask",
    "TaskNotYours",
    "TaskTaken",
]


class NoSuchCase(WeiminError):
    """No such case, or none that this person may see: one answer for both."""

    code = "no-such-case"
    status = 404
    message = Bilingual("没有找到这个办件。请核对编号和查询码。", "No such case. Check the number and the query code.")


class TaskNotYours(WeiminError):
    code = "task-not-yours"
    status = 403
    message = Bilingual(
        "这一步由{department}的{role}办理，您的岗位不能代办。",
        "This step belongs to {role} of {department}; your post may not do it.",
    )


class StaleTask(WeiminError):
    """Someone else was first, or the step was cancelled."""

    code = "stale-task"
    status = 409
    message = Bilingual(
        "这一步已经办过了，没有重复办理。请刷新页面看最新情况。",
        "This step is already done; nothing was done twice. Reload the page.",
    )


class TaskTaken(WeiminError):
    """Somebody of the post has it in hand and is there."""

    code = "task-taken"
    status = 409
    message = Bilingual(
        "这一步由 {name} 经办。需要换人，请 {name} 交回，或请负责人改派。",
        "{name} has this step in hand. Ask {name} to give it back, or the head to assign it to you.",
    )


class NotDelegated(WeiminError):
    """Acting for another, beyond what was given."""

    code = "not-delegated"
    status = 403
    message = Bilingual(
        "委托给您的权限不包括这样办。请委托人本人或者负责人办理。",
        "What was delegated to you does not cover this act. The person who delegated it, or the head, must do it.",
    )


class SameHand(WeiminError):
    """审查与决定分离."""

    code = "same-hand"
    status = 403
    message = Bilingual(
        "这一件是您审查的，不能再代别人作出决定。请负责人指定其他人。",
        "You reviewed this case, so you cannot decide it on another's behalf. Ask the head to name someone else.",
    )


class CaseClosed(WeiminError):
    code = "case-closed"
    status = 409
    message = Bilingual("这个办件已经办结，不能再改动。", "This case is closed and cannot be changed.")


class ActNotAllowed(WeiminError):
    code = "act-not-allowed"
    status = 409
    message = Bilingual(
        "现在依法不能这样办。请刷新页面，看现在可以做什么。",
        "The law does not allow this act now. Reload to see what may be done.",
    )


class NotYetPossible(WeiminError):
    """Data: ``papers``, the names of what is missing."""

    code = "not-yet-possible"
    status = 409
    message = Bilingual(
        "还缺：{papers}。请先一次性告知补正，或等材料补齐。",
        "Still missing: {papers}. Ask for correction, or wait until they are handed in.",
    )


class NotForYou(WeiminError):
    code = "not-for-you"
    status = 403
    message = Bilingual(
        "您现在的身份不能申请这件事。可以切换身份，或看指南里谁可以办。",
        "You cannot apply for this as who you are now. Switch identity, or see the guide.",
    )


class DraftFiled(WeiminError):
    code = "draft-filed"
    status = 409
    message = Bilingual(
        "这份申请已经提交，不能再改。需要改动请在办件里补充。",
        "This application has been filed and cannot be changed here.",
    )


class NeedsSignature(WeiminError):
    """An agent cannot sign."""

    code = "needs-signature"
    status = 409
    message = Bilingual(
        "代办人不能替申请人签字。请申请人登录确认，或者上传申请人签过字的申请表。",
        "An agent never signs for the applicant: ask them to confirm with their own login, or hand in the form they signed.",
    )


class InvalidAnswer(WeiminError):
    """``errors``: one message per field."""

    code = "invalid-answer"
    status = 422
    message = Bilingual("有几处需要改正。", "Some answers need to be corrected.")

    def __init__(self, errors: Mapping[str, Bilingual], **data: Any) -> None:
        super().__init__(**data)
        self.errors = dict(errors)
