"""The words of joint handling: what is journalled, what applicants are told, how parts stand."""

from typing import Final

from weimin.lib.bilingual import Bilingual
from weimin.modules.joint.flow import PartState

__all__ = ["ACTIONS", "BODIES", "STATE_NAMES"]

ACTIONS: Final = {
    "joint.filed": Bilingual("联合申请，一次收件", "Joint application filed, taken in once"),
    "joint.part-opened": Bilingual("一项开始办理", "One part opened"),
    "joint.part-dropped": Bilingual("一项无法办理", "One part cannot go on"),
    "joint.part-ended": Bilingual("一项有了结果", "One part has its result"),
    "joint.stage-started": Bilingual("阶段开始计时", "The stage's clock started"),
    "joint.paused": Bilingual("特别程序，阶段停止计时", "Special procedure, the stage's clock stands still"),
    "joint.resumed": Bilingual("特别程序结束，阶段恢复计时", "Special procedure over, the stage's clock runs again"),
    "joint.stage-ended": Bilingual("阶段办结", "Stage completed"),
    "joint.reminded": Bilingual("牵头部门催办", "The lead department reminded the office"),
    "joint.extended": Bilingual("本级政府负责人批准延长", "Extended by the head of the government"),
    "joint.withdrawn": Bilingual("整件撤回", "The whole matter was withdrawn"),
    "joint.closed": Bilingual("联合办理全部办结", "Every part has ended"),
}
"""Every action that this room writes into the journal."""

BODIES: Final = {
    "joint.filed": Bilingual(
        "已收到您的联合申请 {number}，几家一起办，一个页面看进度。",
        "Your joint application {number} has been received: several offices, one page to follow.",
    ),
    "joint.part-opened": Bilingual("“{item}”开始办理，编号 {part}。", "“{item}” has begun under number {part}."),
    "joint.part-dropped": Bilingual(
        "“{item}”没法接着办：它要等的“{because}”没有办成。",
        "“{item}” cannot go on: “{because}”, which it needs, was not granted.",
    ),
    "joint.extended": Bilingual(
        "{number} 的阶段期限延长 {days} 个工作日，理由：{reason}",
        "The stage of {number} was extended by {days} working days: {reason}",
    ),
    "joint.withdrawn": Bilingual("{number} 已按您的要求整件撤回。", "{number} was withdrawn as a whole, as you asked."),
    "joint.closed": Bilingual(
        "{number} 全部办结，各家结果都在同一页。", "{number} is complete; every result is on one page."
    ),
}

STATE_NAMES: Final = {
    PartState.WAITING: Bilingual("还没轮到", "Not yet its turn"),
    PartState.OPEN: Bilingual("办理中", "In progress"),
    PartState.GRANTED: Bilingual("已办成", "Granted"),
    PartState.REFUSED: Bilingual("没有准予", "Refused"),
    PartState.NOT_ACCEPTED: Bilingual("没有受理", "Not accepted"),
    PartState.WITHDRAWN: Bilingual("已撤回", "Withdrawn"),
    PartState.DROPPED: Bilingual("没法接着办", "Cannot go on"),
}
