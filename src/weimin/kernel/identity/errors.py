"""What identity refuses, and why."""

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = [
    "AlreadyEnded",
    "BadLogin",
    "BadMandateEnd",
    "BadPeriod",
    "DelegationChain",
    "LinesMissing",
    "LoginTaken",
    "NameDiffers",
    "NoSuchAgent",
    "NoSuchDuty",
    "NotACandidate",
    "NotAColleague",
    "NotADemonstration",
    "NotTheHead",
    "NotYourParty",
    "NotYourPost",
    "NothingToHandOver",
    "NumberTaken",
    "Overlap",
    "ReasonMissing",
    "UnknownLogin",
    "UnknownPosts",
    "UnreadableNumber",
]


class NumberTaken(WeiminError):
    code = "number-taken"
    status = 409
    message = Bilingual(
        "这个证件号码已经登记。请用原账号登录；忘记账号或不是本人登记的，请带证件到政务服务大厅核对",
        "This number is already registered. Log in with that account; if you forgot it or did not register it,"
        " bring the document to the service hall",
    )


class BadLogin(WeiminError):
    code = "bad-login"
    status = 422
    message = Bilingual(
        "登录名“{login}”不能用：以小写字母或数字开头，只含小写字母、数字、点、横线和下划线，最长 60 个字符",
        "The login “{login}” cannot be used: it starts with a lower-case letter or digit and holds only those,"
        " dots, hyphens and underscores, at most 60 characters",
    )


class LoginTaken(WeiminError):
    code = "login-taken"
    status = 409
    message = Bilingual("登录名“{login}”已被使用，请换一个", "The login “{login}” is taken; choose another")


class NotYourParty(WeiminError):
    code = "not-your-party"
    status = 403
    message = Bilingual(
        "您现在不能代表这个主体办事：没有授权，或授权已到期",
        "You cannot act for this party now: there is no mandate, or it has ended",
    )


class NotADemonstration(WeiminError):
    code = "not-a-demonstration"
    status = 403
    message = Bilingual(
        "{city} 不是演示城市（city.yaml 里 demonstration: true），这里不能用演示账号和验证码",
        "{city} is no demonstration city (demonstration: true in city.yaml): no demonstration accounts or codes here",
    )


class UnknownLogin(WeiminError):
    code = "unknown-login"
    status = 404
    message = Bilingual(
        "没有需要验证码的演示账号“{login}”", "There is no demonstration login “{login}” that needs a code"
    )


class UnknownPosts(WeiminError):
    code = "unknown-posts"
    status = 422
    message = Bilingual("没有这些岗位：{posts}", "These posts do not exist: {posts}")


class NotYourPost(WeiminError):
    """The one in whose name something is given away does not fill the post by appointment."""

    code = "not-your-post"
    status = 403
    message = Bilingual(
        "{post} 不是您任职的岗位，不能由您安排", "You are not appointed to {post}: it is not yours to arrange"
    )


class NotTheHead(WeiminError):
    code = "not-the-head"
    status = 403
    message = Bilingual("这要由本部门负责人来定", "This is for the head of the department to decide")


class DelegationChain(WeiminError):
    """A 委托 B，B 不得再委托 C."""

    code = "delegation-chain"
    status = 409
    message = Bilingual(
        "{post} 是别人委托给您、或者由您顶岗的，不能再转给第三人；请委托人本人另行委托",
        "{post} was given to you, or you stand in for it: it cannot be passed on. Whoever fills it may delegate it anew",
    )


class BadPeriod(WeiminError):
    code = "bad-period"
    status = 422
    message = Bilingual(
        "起止日期不对：不能早于 {earliest}，结束不能早于开始，最长 {days} 天",
        "These dates cannot be: not before {earliest}, the end not before the beginning, at most {days} days",
    )


class NotACandidate(WeiminError):
    """Nobody in post, the same person, or somebody who fills the post already."""

    code = "not-a-candidate"
    status = 422
    message = Bilingual(
        "这个人不合适：必须是在岗的工作人员，不是本人，也不已经任这个岗位",
        "This person will not do: it must be an official in post, another one, who does not fill this post already",
    )


class NotAColleague(WeiminError):
    code = "not-a-colleague"
    status = 422
    message = Bilingual("只能是本部门在岗的人", "It must be someone in post at the same department")


class ReasonMissing(WeiminError):
    code = "reason-missing"
    status = 422
    message = Bilingual("请写明原因，不超过 200 字", "Give a reason, of at most 200 characters")


class Overlap(WeiminError):
    code = "overlap"
    status = 409
    message = Bilingual("和已有的一条重叠：{what}", "It overlaps with one that stands: {what}")


class NoSuchDuty(WeiminError):
    """No such absence, delegation, substitute or handover, or none that is this person's to see."""

    code = "no-such-duty"
    status = 404
    message = Bilingual("没有这条记录，或者不归您管", "There is no such record, or it is not yours")


class AlreadyEnded(WeiminError):
    code = "already-ended"
    status = 409
    message = Bilingual("这条已经结束了，没有再改动", "This has ended already; nothing was changed")


class NothingToHandOver(WeiminError):
    code = "nothing-to-hand-over"
    status = 409
    message = Bilingual(
        "名下没有可以交接给这个人的任务和委托，不需要交接",
        "There is nothing in their hands that this person could take over",
    )


class LinesMissing(WeiminError):
    code = "lines-missing"
    status = 422
    message = Bilingual(
        "还有 {count} 项没有核对，逐项核对后再确认", "{count} lines are not ticked: look at each, then confirm"
    )


class UnreadableNumber(WeiminError):
    """Data: ``why`` it is no number of a person or an organisation."""

    code = "unreadable-number"
    status = 422
    message = Bilingual(
        "号码不对：{why}。请重新刷卡，或照证件再输一遍",
        "This number is not right: {why}. Read the card again, or type it once more from the document",
    )


class NameDiffers(WeiminError):
    """Data: ``why``."""

    code = "name-differs"
    status = 422
    message = Bilingual("姓名或名称不对：{why}", "The name is not right: {why}")


class NoSuchAgent(WeiminError):
    """One answer for who is unknown and for whose name does not fit: numbers cannot be tried out."""

    code = "no-such-agent"
    status = 422
    message = Bilingual(
        "没有找到这个人，或者姓名和号码对不上。请对方先注册；不上网的，两人一起带证件到窗口办",
        "There is no such person here, or name and number do not belong together. Ask them to register first,"
        " or come to the window together with your documents",
    )


class BadMandateEnd(WeiminError):
    """Data: ``last``, the last day that it may have."""

    code = "bad-mandate-end"
    status = 422
    message = Bilingual("到期日从今天起，最晚 {last}", "The last day lies between today and {last}")
