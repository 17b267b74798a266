"""What can be wrong with a calendar or a period."""

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = [
    "AlreadySuspended",
    "BeyondCalendar",
    "GroundMissing",
    "InvalidCalendar",
    "LengthNotPositive",
    "MomentNeeded",
    "NotSuspended",
    "WorkdaysError",
    "WrongOrder",
]


class WorkdaysError(WeiminError, ValueError):
    """A period or a calendar that cannot be counted with."""

    code = "workdays"


class InvalidCalendar(WorkdaysError):
    """A calendar file that is not what it claims to be; nothing of it is used. ``file``, ``where``, ``what``."""

    code = "invalid-calendar"
    message = Bilingual("节假日文件 {file}，{where}：{what}", "Holiday file {file}, {where}: {what}")


class BeyondCalendar(WorkdaysError):
    code = "beyond-calendar"
    message = Bilingual(
        "期限超出了公元 1 至 9999 年，请检查起始日和时长",
        "The period leaves the years 1 to 9999; check start and length",
    )


class LengthNotPositive(WorkdaysError):
    code = "length-not-positive"
    message = Bilingual(
        "期限 {length} 不是正整数，请写 1 或更大的整数",
        "The length {length} is not a whole number of 1 or more; give one",
    )


class MomentNeeded(WorkdaysError):
    code = "moment-needed"
    message = Bilingual(
        "按小时计算的期限从规定的时刻起算，请给出带时区的日期和时间",
        "A period of hours starts at a stated moment; give date, time and time zone",
    )


class AlreadySuspended(WorkdaysError):
    code = "already-suspended"
    message = Bilingual(
        "期限自 {since} 起已经中止（{ground}），先恢复再中止",
        "The period has been suspended since {since} ({ground}); resume it first",
    )


class NotSuspended(WorkdaysError):
    code = "not-suspended"
    message = Bilingual("期限没有中止，无需恢复", "The period is not suspended, so there is nothing to resume")


class GroundMissing(WorkdaysError):
    code = "ground-missing"
    message = Bilingual(
        "中止期限必须写明法定事由（如听证、检验、专家评审）",
        "A suspension needs a named ground (such as hearing, testing, expert review)",
    )


class WrongOrder(WorkdaysError):
    code = "wrong-order"
    message = Bilingual(
        "{later} 早于 {earlier}，期限内的事件须按先后登记",
        "{later} is before {earlier}; what happens to a period is recorded in order of time",
    )
