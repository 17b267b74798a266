"""What ``weimin rehearse`` prints: how far it is, and the figures at the end."""

from collections.abc import Iterator

from weimin.config.rehearsal.browser import Tally
from weimin.config.rehearsal.figures import Figures
from weimin.config.rehearsal.stage import Progress
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue

__all__ = ["progress_line", "report"]

WEEKDAYS = "一二三四五六日"


def progress_line(progress: Progress) -> str:
    return (
        f"{progress.day} 周{WEEKDAYS[progress.day.weekday()]} {progress.number}/{progress.of}"
        f"  办件 cases {progress.cases}  请求 requests {progress.requests}  错误 errors {progress.errors}"
    )


def report(found: Figures, tally: Tally, *, seconds: float) -> Iterator[str]:
    """The figures, a line each."""
    yield ""
    yield f"办件 cases: {found.cases}"
    for code, count in found.by_state.most_common():
        name = cases.OUTCOME_NAMES.get(code) or cases.STATUS_NAMES[cases.Status(code)]
        yield f"  {count:>6}  {name.zh} {name.en}"
    yield f"承诺期限内 on time: {found.kept}   超期 late: {found.late}（已决定 decided {found.broken}，未决定 open {found.overdue}）"
    yield (
        f"补正 corrected: {found.corrected}   视为受理 deemed accepted: {found.deemed}"
        f"   特别程序 suspended: {found.suspended}   延期 extended: {found.extended}"
    )
    yield "从收件到决定，平均工作日 average working days from receipt to decision:"
    names = {item.code: item.name for item in catalogue.items()}
    for code, mean in sorted(found.days.items(), key=lambda pair: -pair[1].value):
        yield f"  {mean.value:>6.1f}  {names[code].zh} {names[code].en}（{mean.count}）"
    yield (
        f"请求 requests: {tally.requests}   错误 errors: {tally.errors}   每秒 per second: {tally.requests / seconds:.0f}"
        f"   一半在 half within {tally.within(0.5)} ms   95 % 在 95 % within {tally.within(0.95)} ms"
    )
    for line in tally.said:
        yield f"  ! {line}"
