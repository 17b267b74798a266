"""A check after the grant as the kernel sees a case: an item made of the item that was granted, handled by whoever regulates. Pure."""

from functools import cache
from pathlib import Path
from typing import Final

from weimin.blueprint.items import Handling, HandlingClocks, Implementation, Item, Result, Situation
from weimin.blueprint.values import Clock, Length, LengthUnit, Text
from weimin.lib.bilingual import Bilingual
from weimin.lib.procedure import Graph, Vocabulary, compile_procedure

__all__ = [
    "CHECK",
    "CLOCK",
    "MEND",
    "PREFIX",
    "REGULATION",
    "code_of",
    "granted_code",
    "matter_of",
    "name_of",
    "procedure",
]

REGULATION: Final = "regulation"
CHECK: Final = "check"
CLOCK: Final = "check"
MEND: Final = "put-right"
PREFIX: Final = "check."
WORDS: Final = Vocabulary(
    {"note": ("noted",), "check": ("as-declared", "correct", "false"), "recheck": ("put-right", "false")}
)
A_DAY: Final = Clock(length=Length(count=1, unit=LengthUnit.WORKDAY), start="receipt", confirmed=False)


@cache
def procedure() -> Graph:
    """The steps of a check; the same in every city."""
    source = Path(__file__).with_name("check.bpmn").read_bytes()
    return compile_procedure(source, file="check.bpmn", words=WORDS)


def code_of(granted: str) -> str:
    """What a check of this item's grants is filed under."""
    return f"{PREFIX}{granted}"


def granted_code(code: str) -> str:
    """The item whose grant is checked."""
    return code.removeprefix(PREFIX)


def name_of(granted: Bilingual) -> Bilingual:
    return Bilingual("事后监管：{n}", "After the grant: {n}").format(n=granted)


def matter_of(granted: Item) -> Item:
    """The check of an item's grants, in every place of the item: one department does all of it, the one that regulates."""
    name = name_of(granted.name.bilingual)
    return Item.model_construct(
        code=code_of(granted.code),
        name=Text(zh=name.zh, en=name.en),
        summary=Text(zh="办成以后由监管部门核查。", en="Checked by the regulating department after the grant."),
        kind=granted.kind,
        basic_code=None,
        basis=granted.basis,
        audience=granted.audience,
        theme=granted.theme,
        aliases=[],
        locked_by=None,
        conditions=[],
        situations=[
            Situation(
                id="declared",
                ask=Text(zh="有承诺吗？", en="Was anything declared?"),
                choices={"yes": Text(zh="有", en="Yes"), "no": Text(zh="没有", en="No")},
            )
        ],
        form=[],
        materials=[],
        fee=[],
        result=Result(name=Text(zh="核查结果告知书", en="Result of the check")),
        handlings={
            CHECK: Handling(
                name=Text(zh="核查", en="Check"),
                procedure=REGULATION,
                clocks=HandlingClocks(acceptance=A_DAY, statutory=A_DAY),
            )
        },
        implementations=[
            Implementation(
                division=each.division,
                collects=each.regulates,
                accepts=each.regulates,
                decides=each.regulates,
                regulates=each.regulates,
                promised=A_DAY.length,
            )
            for each in granted.implementations
        ],
        remedies=granted.remedies,
        notes=[],
        decisions=[],
        tests=[],
    )
