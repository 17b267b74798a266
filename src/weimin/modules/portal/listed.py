"""What a guide page says of a listed item: all that is known, and plainly what is not."""

from collections.abc import Sequence
from dataclasses import dataclass

from weimin.blueprint.city import Department
from weimin.blueprint.listed import ListedItem
from weimin.kernel.catalogue import api as catalogue
from weimin.lib.bilingual import Bilingual
from weimin.modules.portal.errors import NoSuchItem
from weimin.modules.portal.guide import length
from weimin.modules.portal.matters import KIND_NAMES
from weimin.modules.portal.places import Counter, counters_of
from weimin.ui.api import Fact

__all__ = ["ListedGuide", "listed_guide"]

UNCONFIRMED = Bilingual("待核实", "unconfirmed")
STARTS = {
    "receipt": Bilingual("从收到申请算", "from receipt"),
    "acceptance": Bilingual("从受理算", "from acceptance"),
    "decision": Bilingual("从作出决定算", "from the decision"),
    "notice": Bilingual("从告知算", "from the notice"),
    "service": Bilingual("从送达算", "from service"),
}


@dataclass(frozen=True)
class ListedGuide:
    """``accepts`` is where one applies, ``department`` who is responsible; often they are one."""

    row: ListedItem
    department: Department
    accepts: Department
    counters: Sequence[Counter]

    @property
    def kind(self) -> Bilingual:
        return KIND_NAMES[self.row.kind]

    @property
    def facts(self) -> list[Fact]:
        return [self._time(), self._fee(), *self._result()]

    def _time(self) -> Fact:
        term, clock, promised = Bilingual("多久办好", "How long"), self.row.statutory, self.row.promised
        if clock is None:
            unknown = Bilingual("请问窗口", "Ask the window")
            note = Bilingual("期限还没有核实", "the period is not confirmed yet")
            return Fact(term, length(promised) if promised else unknown, note)
        legal = Bilingual("法定{s}", "by law{s}").format(
            s=Bilingual("，{s}", ", {s}").format(s=STARTS[clock.start]) if clock.start else Bilingual("", "")
        )
        if promised is not None:
            legal = Bilingual("法律允许 {n}", "the law allows {n}").format(n=length(clock.length))
        if not clock.confirmed:
            legal = Bilingual("{l}（{u}）", "{l} ({u})").format(l=legal, u=UNCONFIRMED)
        return Fact(term, length(promised or clock.length), legal)

    def _fee(self) -> Fact:
        term, article = Bilingual("费用", "Fee"), self.row.fee_basis
        if self.row.fee is None:
            return Fact(term, Bilingual("请问窗口", "Ask the window"), Bilingual("还没有核实", "not confirmed yet"))
        if self.row.fee == "no":
            return Fact(term, Bilingual("不收费", "Free"))
        mark = "" if article is None or article.confirmed else UNCONFIRMED
        note = Bilingual("{a}（{u}）", "{a} ({u})").format(a=article, u=mark) if mark else str(article or "")
        return Fact(term, Bilingual("收费", "There is a fee"), note)

    def _result(self) -> list[Fact]:
        return [Fact(Bilingual("办成拿到", "You get"), self.row.result)] if self.row.result else []


def listed_guide(code: str, *, revision_id: int) -> ListedGuide:
    """Raises ``NoSuchItem``."""
    try:
        row = catalogue.listed_item(code, revision_id=revision_id)
    except catalogue.NotInCatalogue:
        raise NoSuchItem from None
    department = catalogue.department(row.department, revision_id=revision_id)
    accepts = catalogue.department(row.accepts, revision_id=revision_id) if row.accepts else department
    return ListedGuide(row, department, accepts, counters_of(row.windows, revision_id=revision_id))
