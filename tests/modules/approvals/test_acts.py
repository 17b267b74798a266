"""Every legal step that the city's procedures use has acts with names and articles; none falls back to a plain one."""

import re

import pytest

from modules.approvals.views import item, view
from support.qingdao import FOLDER
from weimin.kernel.cases.definition import Act
from weimin.lib.bilingual import using_language
from weimin.lib.procedure import Graph, compile_procedure
from weimin.lib.procedure.conventions import STEPS
from weimin.modules.approvals.definition import Approval
from weimin.modules.approvals.hearing import HEARING
from weimin.modules.approvals.words import GROUNDS, named, statute

APPROVAL = Approval()
FILES = sorted(FOLDER.glob("procedures/*.bpmn"))
SIDES = {"accepts": "town", "decides": "bureau", "regulates": "market", "collects": "hall", "applicant": "applicant"}


def acts(
    step: str, *outcomes: str, department: str = "bureau", kind: str = "licence", **more: object
) -> tuple[Act, ...]:
    return APPROVAL.acts(view(item(kind), **more), step=step, outcomes=outcomes, department=department)


def steps_of(graph: Graph) -> set[tuple[str, tuple[str, ...], str]]:
    return {(n.step, n.outcomes, SIDES[n.department]) for n in graph.nodes.values() if n.kind == "user"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_step_of_a_procedure_has_a_name_and_every_outcome_an_act_with_its_article(file) -> None:  # type: ignore[no-untyped-def]
    called = {"hearing": compile_procedure((FOLDER / "procedures" / "hearing.bpmn").read_bytes(), file="hearing.bpmn")}
    graph = compile_procedure(file.read_bytes(), file=file.name, called=called)
    assert steps_of(graph)
    for step, outcomes, department in steps_of(graph):
        assert APPROVAL.step_name(step).zh != step, step
        found = acts(step, *outcomes, department=department)
        assert tuple(act.code for act in found) == outcomes
        for act in found:
            assert act.article, (step, act.code)
            assert not act.label.zh.startswith("完成："), (step, act.code)
            assert re.search("[a-z]", act.label.en), (step, act.code)


def test_there_are_eight_procedures_or_more() -> None:
    assert len(FILES) >= 8


@pytest.mark.parametrize(("step", "outcomes"), STEPS.items())
def test_every_legal_step_and_outcome_of_the_conventions_is_known_and_has_consequences(
    step: str, outcomes: tuple[str, ...]
) -> None:
    for act in acts(step, *outcomes):
        assert not act.label.zh.startswith("完成：")
        assert (step, act.code) in HEARING or hasattr(APPROVAL, f"_{step}_{act.code}")


def test_an_outcome_that_nobody_foresaw_still_gets_a_plain_act() -> None:
    (act,) = acts("review", "postpone")
    assert (act.label.zh, act.article) == ("完成：postpone", "")


@pytest.mark.parametrize(
    ("step", "outcome", "article"),
    [
        ("acceptance", "accept", "行政许可法第三十二条第一款第（五）项"),
        ("acceptance", "correct", "行政许可法第三十二条第一款第（四）项"),
        ("acceptance", "refuse", "行政许可法第三十二条第一款第（一）项、第（二）项"),
        ("review", "approve", "行政许可法第三十四条第一款"),
        ("review", "visit", "行政许可法第三十四条第三款"),
        ("review", "special", "行政许可法第四十五条"),
        ("special", "done", "行政许可法第四十五条"),
        ("visit", "pass", "行政许可法第三十四条第三款"),
        ("decision", "grant", "行政许可法第三十八条第一款"),
        ("decision", "refuse", "行政许可法第三十八条第二款"),
        ("making", "done", "行政许可法第三十九条"),
        ("delivery", "done", "行政许可法第四十四条"),
    ],
)
def test_each_act_names_the_article_that_lets_it_be_done(step: str, outcome: str, article: str) -> None:
    (act,) = acts(step, outcome)
    assert str(act.article) == article


def test_a_first_review_and_a_joining_offices_opinion_stand_on_their_own_articles() -> None:
    own, first, joint = (acts("review", "approve", department=code)[0] for code in ("bureau", "town", "market"))
    assert [act.label.zh for act in (own, first, joint)] == ["建议准予", "初审同意，报送决定机关", "同意"]
    assert [str(act.article)[-6:] for act in (own, first, joint)] == [
        "三十四条第一款"[-6:],
        "法第三十五条",
        "十六条第二款",
    ]


def test_a_refusal_is_served_under_another_article_than_a_grant() -> None:
    (act,) = acts("delivery", "done", outcome="refused")
    assert str(act.article) == "行政许可法第三十八条第二款"


def test_other_powers_than_licences_apply_the_licensing_law_by_analogy_and_say_so() -> None:
    (act,) = acts("acceptance", "accept", kind="confirmation")
    assert str(act.article).startswith("参照行政许可法")
    with using_language("en"):
        assert str(act.article) == "by analogy, Administrative Licensing Law art. 32(1)(5)"
    assert acts("decision", "refuse", kind="confirmation")[0].label.zh == "不予行政确认"


def test_a_special_procedure_offers_only_the_grounds_of_the_item() -> None:
    (act,) = acts("review", "special")
    (ground,) = [asked for asked in act.asks if asked.name == "ground"]
    assert set(ground.choices) == {"expert-review", "testing"}
    assert set(ground.choices) < set(GROUNDS)


@pytest.mark.parametrize(
    ("step", "outcome", "asked"),
    [
        ("acceptance", "correct", {"missing"}),
        ("acceptance", "refuse", {"reason", "where"}),
        ("review", "reject", {"reason", "basis"}),
        ("review", "special", {"ground", "days", "reason"}),
        ("visit", "fail", {"visited_on", "companion", "findings"}),
        ("special", "done", {"findings"}),
        ("decision", "refuse", {"reason", "basis"}),
        ("decision", "return", {"reason"}),
        ("delivery", "done", {"mode", "recipient"}),
    ],
)
def test_what_the_law_wants_said_must_be_said(step: str, outcome: str, asked: set[str]) -> None:
    (act,) = acts(step, outcome)
    assert {each.name for each in act.asks if each.required and each.only_if is None} == asked


def test_what_cannot_be_undone_is_confirmed() -> None:
    grave = {(step, act.code) for step, outcomes in STEPS.items() for act in acts(step, *outcomes) if act.confirm}
    assert grave == {
        ("acceptance", "refuse"), ("decision", "refuse"), ("hearing-request", "waive"), ("hearing", "absent"),
    }  # fmt: skip


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (26, "二十六"), (40, "四十"), (45, "四十五")])
def test_articles_are_counted_in_chinese(number: int, words: str) -> None:
    assert named(number) == words
    assert str(statute("licence", number)) == f"行政许可法第{words}条"
