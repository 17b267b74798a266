"""What a guide page says of an item, narrowed to the situations answered so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from weimin.blueprint.answers import EffectiveClock, Filling, effective_clocks
from weimin.blueprint.city import Department
from weimin.blueprint.decision_uses import Why
from weimin.blueprint.items import Handling, Implementation, Item, Material
from weimin.blueprint.values import Length
from weimin.kernel.catalogue import api as catalogue
from weimin.lib.bilingual import Bilingual
from weimin.modules.portal.errors import NoSuchItem
from weimin.ui.api import Entry, Fact, Link
from weimin.ui.words import money, period

__all__ = ["Guide", "Office", "guide_of", "handling_name", "length", "published"]

HANDLING_NAMES = {
    "new": Bilingual("新办", "New"),
    "change": Bilingual("变更", "Change"),
    "renew": Bilingual("延续", "Renewal"),
    "reissue": Bilingual("补证", "Replacement"),
    "cancel": Bilingual("注销", "Cancellation"),
}


@dataclass(frozen=True)
class Office:
    """Where an item is handled: the division, who accepts and who decides."""

    implementation: Implementation
    accepts: Department
    decides: Department


@dataclass(frozen=True)
class Guide:
    """Everything the page shows. ``office`` is the chosen one; ``filling`` knows the situations."""

    item: Item
    handling_code: str
    handling: Handling
    filling: Filling
    offices: list[Office]
    office: Office
    rules: Mapping[str, EffectiveClock]
    has_visit: bool

    @property
    def handling_names(self) -> list[tuple[str, str]]:
        return [
            (code, str(handling_name(code, handling)))
            for code, handling in self.item.handlings.items()
            if _offering(self.item, code)
        ]

    @property
    def to_bring(self) -> list[Material]:
        """What the applicant hands in. Where the application is not taken in here, nothing can be fetched here either."""
        return [each for each in self.filling.needed_materials if each.supply != "shared" or not self.online]

    @property
    def fetched(self) -> list[Link]:
        """What other departments hold, with who holds it."""
        return [
            Link(material.name or material.id, detail=_holder(material, self.office))
            for material in self.filling.needed_materials
            if material.supply == "shared" and self.online
        ]

    @property
    def bring_rows(self) -> list[Link]:
        return [_material_row(material) for material in self.to_bring]

    @property
    def count_words(self) -> Bilingual:
        return _counted(len(self.to_bring))

    @property
    def fetched_words(self) -> Bilingual:
        return _counted(len(self.fetched))

    @property
    def online(self) -> bool:
        """Whether the application is taken in here; otherwise it is kept in another system or on paper."""
        return self.office.implementation.system_of_record == "weimin"

    @property
    def open(self) -> bool:
        """Whether a situation is not answered yet, so that the lists may still change."""
        return self.filling.next_situation is not None

    @property
    def whys(self) -> tuple[Why, ...]:
        """The decision tables behind the fee and the deciding department."""
        return self.filling.whys(self.office.implementation)

    @property
    def facts(self) -> list[Fact]:
        statutory = self.rules["statutory"]
        legal = Bilingual("法律允许 {n}{k}", "the law allows {n}{k}").format(
            n=length(statutory.length), k="" if statutory.confirmed else Bilingual("（待核实）", " (unconfirmed)")
        )
        promised = self.office.implementation.promised
        fee = self.filling.fee
        rows = [
            Fact(Bilingual("多久办好", "How long"), length(promised), legal),
            Fact(
                Bilingual("费用", "Fee"),
                self._fee(),
                Bilingual(
                    "；".join(str(line.basis) for line in fee.lines), "; ".join(str(line.basis) for line in fee.lines)
                ),
            ),
            Fact(
                Bilingual("要跑几趟", "Visits"),
                Bilingual("{n} 趟", "{n}").format(n=self.office.implementation.visits),
                Bilingual("全程网上办", "all online") if self.online and not self.office.implementation.visits else "",
            ),
        ]
        if valid := self.filling.result.valid:
            rows.append(Fact(Bilingual("有效期", "Valid for"), length(valid)))
        return rows

    def _fee(self) -> Bilingual:
        fee = self.filling.fee
        if fee.open:
            return Bilingual("看您的情况", "It depends")
        if fee.lines:
            return money(fee.total)
        return Bilingual("不收费", "Free") if self.online else Bilingual("请问窗口", "Ask the window")

    @property
    def steps(self) -> list[Entry]:
        acceptance = self.rules["acceptance"].length
        rows = [
            Entry(
                Bilingual("提交", "File"),
                detail=Bilingual("网上随时可以，边填边保存。", "Online at any time; saved as you go.")
                if self.online
                else Bilingual("带上材料到窗口。", "At the window, with your papers."),
            ),
            Entry(
                Bilingual("受理", "Acceptance"),
                detail=Bilingual(
                    "{n}内一次说清缺什么；超过不说，视为已受理。",
                    "Within {n} you are told once what is missing; if we say nothing, it counts as accepted.",
                ).format(n=length(acceptance)),
            ),
        ]
        if self.has_visit:
            rows.append(
                Entry(
                    Bilingual("现场核查", "Site visit"),
                    detail=Bilingual("需要时两名人员上门。", "If needed, two officers come to the site."),
                )
            )
        rows.append(
            Entry(
                Bilingual("决定并送达", "Decision and service"),
                detail=Bilingual(
                    "结果可以下载，扫码即可核验。",
                    "The result can be downloaded, and anyone can check it by its QR code.",
                ),
            )
        )
        return rows


def published(code: str, *, revision_id: int) -> Item:
    """An item that can be applied for somewhere. Raises ``NoSuchItem``."""
    try:
        item = catalogue.item(code, revision_id=revision_id)
    except catalogue.NotInCatalogue:
        raise NoSuchItem from None
    if not item.implementations:
        raise NoSuchItem
    return item


def _offering(item: Item, handling: str) -> list[Implementation]:
    return [each for each in item.implementations if each.handlings is None or handling in each.handlings]


def guide_of(
    code: str, *, revision_id: int, handling: str, division: str, situations: Mapping[str, str], now: datetime
) -> Guide:
    """The guide of an item. An unknown handling or division falls back to the first one offered.

    Raises ``NoSuchItem``.
    """
    item = published(code, revision_id=revision_id)
    offered = [code for code in item.handlings if _offering(item, code)]
    handling = handling if handling in offered else offered[0]
    offices = [
        Office(
            each,
            catalogue.department(each.accepts, revision_id=revision_id),
            catalogue.department(each.decides, revision_id=revision_id),
        )
        for each in _offering(item, handling)
    ]
    office = next((each for each in offices if each.implementation.division == division), offices[0])
    filling = Filling(
        item=item, handling_code=handling, situations=situations, division=office.implementation.division, now=now
    )
    graph = catalogue.procedure(item.handlings[handling].procedure, revision_id=revision_id)
    return Guide(
        item=item,
        handling_code=handling,
        handling=item.handlings[handling],
        filling=filling,
        offices=offices,
        office=office,
        rules={str(name): clock for name, clock in effective_clocks(item, handling, office.implementation).items()},
        has_visit=any(node.step == "visit" for node in graph.nodes.values()),
    )


def _counted(count: int) -> Bilingual:
    """两 / two things: small numbers are words, as one would say them."""
    zh = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
    en = ("nothing", "one thing", "two things", "three things", "four things", "five things", "six things", "seven things",
          "eight things", "nine things", "ten things")  # fmt: skip
    return Bilingual(zh[count], en[count]) if count < len(zh) else Bilingual(str(count), f"{count} things")


def handling_name(code: str, handling: Handling) -> Bilingual:
    if handling.name is not None:
        return handling.name.bilingual
    return HANDLING_NAMES.get(code, Bilingual(code, code))


def _material_row(material: Material) -> Link:
    name = material.name.bilingual if material.name else Bilingual(material.id, material.id)
    if material.supply == "declare":
        tag, kind = Bilingual("承诺即可", "A declaration is enough"), "neutral"
    elif material.deferrable is not None:
        tag, kind = Bilingual("可以后补", "Can follow later"), "wait"
    elif not material.required:
        tag, kind = Bilingual("有则提供", "If you have it"), "neutral"
    else:
        tag, kind = Bilingual("", ""), "neutral"
    return Link(name, detail=material.help.bilingual if material.help else "", tag=tag if tag.zh else "", tag_kind=kind)  # type: ignore[arg-type]


def _holder(material: Material, office: Office) -> Bilingual:
    return Bilingual("由{d}向持有部门核对", "{d} checks it with the holder").format(d=office.accepts.name.bilingual)


def length(value: Length) -> Bilingual:
    """8 个工作日 / 8 working days."""
    return period(value.count, value.unit.value)
