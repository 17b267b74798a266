"""What the guide of an event says, narrowed to the situations answered so far."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import islice, product
from typing import Final

from weimin.kernel.catalogue import api as catalogue
from weimin.lib.bilingual import Bilingual
from weimin.modules.joint.form import JointForm, Part
from weimin.ui.api import Entry, Fact, Link
from weimin.ui.words import money, period

__all__ = ["EventGuide"]


MOST: Final = 64
"""Combinations of answers that are looked at."""


@dataclass(frozen=True, eq=False)
class EventGuide:
    form: JointForm
    revision_id: int

    @cached_property
    def _possible(self) -> list[JointForm]:
        """The form under every answer to the situations that are still open, optional items included."""
        every = frozenset(member.item for _n, _stage, _i, member in self.form.event.members() if member.optional)
        open_ = [each for each in self.form.own.open_situations if each.id not in self.form.situations]
        answers = islice(product(*(each.choices for each in open_)), MOST)
        return [
            replace(
                self.form,
                situations={**self.form.situations, **{s.id: choice for s, choice in zip(open_, given, strict=True)}},
                wanted=every,
            )
            for given in answers
        ]

    @cached_property
    def shown(self) -> JointForm:
        """The most that it can come to."""
        return max(self._possible, key=lambda form: len(form.parts))

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.shown.parts

    def _depends(self, item: str) -> bool:
        """Whether the item is needed only in some situations, or only if one wants it."""
        optional = any(member.item == item for member in self.shown.optional)
        return optional or not all(any(part.member.item == item for part in form.parts) for form in self._possible)

    @property
    def rows(self) -> list[list[object]]:
        """What, from which office, how long, what you get."""
        return [
            [
                Link(self._name(part), f"/items/{part.item.code}/"),
                catalogue.department_name(part.implementation.decides, revision_id=self.revision_id),
                period(part.implementation.promised.count, part.implementation.promised.unit.value),
                str(part.filling.result.name),
            ]
            for part in self.parts
        ]

    def _name(self, part: Part) -> Bilingual:
        name = part.item.name.bilingual
        if not self._depends(part.item.code):
            return name
        return Bilingual(f"{name.zh}（看情况）", f"{name.en} (if you need it)")

    @property
    def offices(self) -> int:
        return len({part.implementation.decides for part in self.parts})

    @property
    def facts(self) -> list[Fact]:
        form, parts = self.shown, self.parts
        visits = sum(part.implementation.visits for part in parts)
        fee = sum((part.filling.fee.total for part in parts), Decimal(0))
        asked = len(form.questions)
        return [
            Fact(Bilingual("几家一起办", "Offices"), Bilingual("{n} 家", "{n}").format(n=self.offices)),
            Fact(
                Bilingual("要填要交", "To fill in"),
                Bilingual("约 {n} 项", "about {n}").format(n=asked),
                Bilingual("分开办要 {m} 项", "{m} if you applied one by one").format(m=form.asked_alone),
            ),
            Fact(Bilingual("费用", "Fee"), Bilingual("不收费", "Free") if not fee else money(fee)),
            Fact(
                Bilingual("要跑几趟", "Visits"),
                Bilingual("{n} 趟", "{n}").format(n=visits),
                "" if visits else Bilingual("全程网上办", "all online"),
            ),
        ]

    @property
    def papers(self) -> list[Link]:
        """What you bring, once, with the items that use it."""
        return [
            Link(
                question.subject.name or question.id,  # type: ignore[union-attr]
                detail=_used_by(self.shown, question.parts),
                tag=Bilingual("承诺即可", "A declaration is enough")
                if getattr(question.subject, "supply", "") == "declare"
                else "",
            )
            for question in self.shown.questions
            if question.kind == "material"
        ]

    @property
    def fetched(self) -> list[Link]:
        return [
            Link(material.name or material.id, detail=_used_by(self.shown, items))
            for material, items in self.shown.shared
        ]

    @property
    def line(self) -> list[Entry]:
        """One time line over the stages."""
        first = Entry(
            Bilingual("一次提交", "File once"),
            detail=Bilingual("一张表、一套材料，边填边保存。", "One form and one set of papers, saved as you go."),
        )
        used = sorted({part.number for part in self.parts})
        return [first, *(self._stage(number) for number in used)]

    def _stage(self, number: int) -> Entry:
        stage = self.form.event.stages[number]
        names = [part.item.name.bilingual for part in self.parts if part.number == number]
        legal = period(stage.clock.length.count, stage.clock.length.unit.value)
        if stage.promised:
            promised = period(stage.promised.count, stage.promised.unit.value)
            time = Bilingual("承诺 {p}，法律允许 {l}（{a}）", "{p} promised, the law allows {l} ({a})").format(
                p=promised, l=legal, a=stage.clock.article
            )
        else:
            time = Bilingual("最长 {l}（{a}）", "{l} at most ({a})").format(l=legal, a=stage.clock.article)
        listed = Bilingual("、".join(each.zh for each in names), ", ".join(each.en for each in names))
        detail = Bilingual("{n}。{t}", "{n}. {t}").format(n=listed, t=time)
        return Entry(stage.name.bilingual, detail=detail)


def _used_by(form: JointForm, items: tuple[str, ...]) -> Bilingual:
    names = [form.items[item].name.bilingual for item in items]
    listed = Bilingual("、".join(each.zh for each in names), ", ".join(each.en for each in names))
    return Bilingual("用于：{n}", "for: {n}").format(n=listed)
