"""What the portal itself refuses, in words for citizens."""

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = ["NoSuchDepartment", "NoSuchItem", "NotOnline", "TooManyTries"]


class NoSuchItem(WeiminError):
    code = "no-such-item"
    status = 404
    message = Bilingual(
        "没有这个事项，可能改了名字或者已经取消。请在“办事”里用自己的话搜一搜。",
        "There is no such service; it may have another name now or be gone. Search for it in your own words.",
    )


class NoSuchDepartment(WeiminError):
    code = "no-such-department"
    status = 404
    message = Bilingual(
        "没有这个部门，可能改了名字。请在部门名单里找一找。",
        "There is no such department; it may have another name now. Look it up in the list of departments.",
    )


class NotOnline(WeiminError):
    """The office keeps its record in another system or on paper: nothing is taken in here."""

    code = "not-online"
    status = 409
    message = Bilingual(
        "这件事现在还不能在网上申请，请到窗口办。办事指南里写着窗口在哪里。",
        "You cannot apply for this online yet: go to the window. The guide says where it is.",
    )


class TooManyTries(WeiminError):
    """Numbers and codes were tried faster than a person reads them off a paper."""

    code = "too-many-tries"
    status = 429
    message = Bilingual(
        "查得太快了。请等一分钟，再照着凭证上的编号和查询码填。",
        "That was too fast. Wait a minute, then enter number and code as they are printed.",
    )
