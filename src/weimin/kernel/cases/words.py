"""The names of statuses, outcomes, clocks, channels, roles and acts, as people read them."""

from typing import Final

from weimin.kernel.cases.definition import Channel, Status
from weimin.lib.bilingual import Bilingual

__all__ = [
    "ACTIONS",
    "CHANNEL_NAMES",
    "CLOCK_NAMES",
    "OUTCOME_NAMES",
    "ROLE_NAMES",
    "SIGNED_NAMES",
    "STATUS_NAMES",
]

STATUS_NAMES: Final = {
    Status.RECEIVED: Bilingual("已收件，等待受理", "Received, waiting to be accepted"),
    Status.CORRECTION: Bilingual("等您补正", "Waiting for your corrections"),
    Status.ACCEPTED: Bilingual("办理中", "In progress"),
    Status.SUSPENDED: Bilingual("特别程序中，计时停止", "Special procedure, clock suspended"),
    Status.DECIDED: Bilingual("已决定，待送达", "Decided, to be served"),
    Status.CLOSED: Bilingual("已办结", "Closed"),
}

OUTCOME_NAMES: Final = {
    "granted": Bilingual("准予", "Granted"),
    "refused": Bilingual("不予", "Refused"),
    "not-accepted": Bilingual("不予受理", "Not accepted"),
    "withdrawn": Bilingual("已撤回", "Withdrawn"),
    "partly-granted": Bilingual("部分准予", "Partly granted"),
    "noted": Bilingual("监管部门已签收", "Noted by the regulating department"),
    "as-declared": Bilingual("核查与承诺一致", "Checked: as declared"),
    "put-right": Bilingual("已按要求改正", "Put right"),
    "false": Bilingual("承诺不实", "Declared falsely"),
}

CLOCK_NAMES: Final = {
    "acceptance": Bilingual("受理期限", "Time to accept"),
    "promised": Bilingual("承诺期限", "Promised time"),
    "statutory": Bilingual("法定期限", "Statutory time"),
    "issue": Bilingual("送达期限", "Time to serve"),
    "deferral": Bilingual("后补材料期限", "Time to hand in deferred papers"),
    "correction": Bilingual("补正期限", "Time to correct"),
    "first-review": Bilingual("初审期限", "Time for the first review"),
    "inspection": Bilingual("指派检验人员期限", "Time to send the inspectors"),
    "hearing-request": Bilingual("申请听证期限", "Time to ask for a hearing"),
    "hearing": Bilingual("组织听证期限", "Time to hold the hearing"),
    "check": Bilingual("核查期限", "Time to check"),
    "put-right": Bilingual("改正期限", "Time to put it right"),
    "stage": Bilingual("联合办理期限", "Time of the joint stage"),
    "stage-promised": Bilingual("联合办理承诺期限", "Promised time of the joint stage"),
}

CHANNEL_NAMES: Final = {
    Channel.PORTAL: Bilingual("网上", "online"),
    Channel.WINDOW: Bilingual("窗口", "at the window"),
    Channel.MAIL: Bilingual("邮寄", "by mail"),
    Channel.PHONE: Bilingual("电话", "by phone"),
    Channel.AGENT: Bilingual("代办", "through an agent"),
}

SIGNED_NAMES: Final = {
    "online": Bilingual("申请人登录确认", "confirmed by the applicant's own login"),
    "in-person": Bilingual("申请人当面在申请表上签字", "signed on paper by the applicant in person"),
    "by-mail": Bilingual("申请人签过字的申请表寄来", "signed on paper by the applicant, by mail"),
    "agent-brought": Bilingual(
        "代办人送来申请人签过字的申请表", "signed on paper by the applicant, brought by the agent"
    ),
    "pending": Bilingual("申请人还没有签字", "not signed by the applicant yet"),
}

ROLE_NAMES: Final = {
    "window": Bilingual("窗口岗", "window post"),
    "acceptor": Bilingual("受理岗", "acceptance post"),
    "reviewer": Bilingual("审查岗", "review post"),
    "inspector": Bilingual("核查岗", "inspection post"),
    "expert-secretary": Bilingual("评审组织岗", "expert review post"),
    "decider": Bilingual("决定岗", "decision post"),
    "head": Bilingual("负责人", "head"),
    "issuer": Bilingual("制证岗", "document post"),
}

ACTIONS: Final = {
    "case.filed": Bilingual("提交申请，收件", "Application filed and received"),
    "case.begun-at-window": Bilingual("窗口开始代填申请", "Application begun at the window"),
    "case.confirmation-asked": Bilingual("代办人请申请人确认", "Agent asked the applicant to confirm"),
    "case.looked-up-at-window": Bilingual("窗口查看本人在这里的办件", "Looked up at the window"),
    "case.turned-away": Bilingual("窗口告知不予收件", "Turned away at the window, with a notice"),
    "case.accepted": Bilingual("受理", "Accepted"),
    "case.deemed-accepted": Bilingual("逾期未告知，视为受理", "Accepted by silence of the office"),
    "case.correction-asked": Bilingual("一次性告知补正", "Corrections asked for, once and in full"),
    "case.corrected": Bilingual("提交补正材料", "Corrections handed in"),
    "case.not-accepted": Bilingual("不予受理", "Refused to accept"),
    "case.reviewed": Bilingual("完成审查", "Reviewed"),
    "case.visit-ordered": Bilingual("安排现场核查", "Site visit ordered"),
    "case.visited": Bilingual("现场核查", "Site visited"),
    "case.suspended": Bilingual("进入特别程序，停止计时", "Special procedure opened, clock suspended"),
    "case.resumed": Bilingual("特别程序结束，恢复计时", "Special procedure over, clock resumed"),
    "case.hearing-offered": Bilingual("告知听证权利", "Told of the right to a hearing"),
    "case.hearing-asked": Bilingual("要求听证，停止计时", "Hearing asked for, clock suspended"),
    "case.hearing-waived": Bilingual("不要求听证", "No hearing asked for"),
    "case.hearing-lapsed": Bilingual("期满没有要求听证", "The time to ask for a hearing passed"),
    "case.hearing-notified": Bilingual("通知听证时间、地点", "Time and place of the hearing told"),
    "case.hearing-held": Bilingual("听证结束，恢复计时", "Hearing held, clock resumed"),
    "case.hearing-missed": Bilingual(
        "申请人没有到场，听证终止，恢复计时", "The applicant did not come; hearing ended, clock resumed"
    ),
    "case.extended": Bilingual("延长期限", "Time extended"),
    "case.granted": Bilingual("决定准予", "Granted"),
    "case.refused": Bilingual("决定不予", "Refused"),
    "case.returned": Bilingual("退回重新审查", "Sent back for review"),
    "case.made": Bilingual("制证", "Document made"),
    "case.delivered": Bilingual("送达", "Served"),
    "case.withdrawn": Bilingual("撤回申请", "Withdrawn"),
    "case.step-done": Bilingual("完成一步", "Step done"),
    "case.service-done": Bilingual("自动处理", "Handled automatically"),
    "case.moved": Bilingual("流转", "Moved on"),
    "case.calendar-changed": Bilingual("日历公布，重算期限", "Calendar published, due dates recomputed"),
    "case.reformed": Bilingual("机构改革，转由新部门继续办理", "Departments were reformed; another one carries on"),
    "case.task-taken": Bilingual("接手经办", "Taken in hand"),
    "case.task-put-back": Bilingual("交回本岗", "Given back to the post"),
    "case.task-assigned": Bilingual("改派经办人", "Assigned to someone else"),
    "case.task-returned": Bilingual("经办人不在岗，任务退回本岗", "Back with the post: its clerk is away or has left"),
    "case.answer-corrected": Bilingual("更正一项内容", "One answer corrected"),
    "material.added": Bilingual("补交材料", "Paper handed in"),
}
"""Every action that this room writes into the journal."""
