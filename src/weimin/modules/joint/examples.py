"""Runs the examples that a life event carries: the same form and the same flow as a real case. Pure."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Final

from weimin.blueprint.api import Findings, Place
from weimin.blueprint.examples import DEFAULT_DAY
from weimin.blueprint.items import Item
from weimin.lib.lawtime import LAW_ZONE
from weimin.modules.joint.events import EventExample, LifeEvent
from weimin.modules.joint.flow import ENDED, PartState, simulate
from weimin.modules.joint.form import JointForm

__all__ = ["run_examples"]

NOON: Final = datetime.combine(DEFAULT_DAY, time(12), LAW_ZONE)


def run_examples(event: LifeEvent, items: Mapping[str, Item], place: Place, findings: Findings) -> None:
    """An E008 finding for every expectation that is not met."""
    for index, example in enumerate(event.tests):
        _Trial(event, items, example, place.at("tests", index), findings).run()


class _Trial:
    def __init__(
        self, event: LifeEvent, items: Mapping[str, Item], example: EventExample, place: Place, findings: Findings
    ) -> None:
        self.example, self.place, self.findings = example, place, findings
        self.form = JointForm(
            event,
            items,
            division=example.division or event.leads[0].division,
            applicant=(example.applicant or event.audience[0]).value,
            situations=example.situations,
            answers=example.answers,
            wanted=frozenset(example.wanted),
            now=NOON,
        )

    def fail(self, spot: Place, zh: str, en: str, **values: Any) -> None:
        name = self.example.name
        self.findings.error("E008", spot, "样例“{name}”：" + zh, "example '{name}': " + en, name=name, **values)

    def compare(self, key: str, wanted: object, got: object) -> None:
        if wanted is not None and wanted != got:
            self.fail(
                self.place.at("expect", key), "{k} 应为 {a}，实为 {b}", "{k} should be {a}, is {b}",
                k=key, a=_shown(wanted), b=_shown(got),
            )  # fmt: skip

    def run(self) -> None:
        form, expect = self.form, self.example.expect
        if not self.known():
            return
        asked = [each for each in form.questions if each.kind in {"situation", "field"}]
        papers = [each.id for each in form.questions if each.kind == "material"]
        self.compare("items", expect.items, [part.member.item for part in form.parts])
        self.compare("questions", expect.questions, [each.id for each in asked])
        self.compare("materials", expect.materials, papers)
        ends = {item: PartState(end) for item, end in self.example.ends.items()}
        opened, dropped, outcome = simulate(form.steps, ends)
        self.compare("opened", expect.opened, opened)
        self.compare("dropped", expect.dropped, list(dropped))
        self.compare("outcome", expect.outcome, outcome)

    def known(self) -> bool:
        """What the example answers must exist, or it proves nothing."""
        before = len(self.findings)
        questions = {each.id: each for each in self.form.questions if each.kind == "situation"}
        for code, choice in self.example.situations.items():
            subject = questions[code].subject if code in questions else None
            if subject is None or choice not in getattr(subject, "choices", {}):
                spot = self.place.at("situations", code)
                self.fail(spot, "没有人问 {c} = {v}", "nobody is asked {c} = {v}", c=code, v=choice)
        parts = {part.member.item for part in self.form.parts}
        for item, end in self.example.ends.items():
            if item not in parts or end not in ENDED:
                self.fail(
                    self.place.at("ends", item), "{i} 不会这样结束：{e}", "{i} does not end as {e}", i=item, e=end
                )
        return len(self.findings) == before


def _shown(value: object) -> str:
    return "[" + ", ".join(map(str, value)) + "]" if isinstance(value, list) else str(value)
