"""The specimens of the living page: every part, its states, its own template source and its parameters."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from weimin.lib.bilingual import Bilingual
from weimin.ui.tags import basic, case, page, questions, text

__all__ = ["PATTERNS", "SPECIMENS", "Group", "Parameters", "Specimen"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """How a tag is called, from its own signature and docstring."""

    name: str
    signature: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Specimen:
    code: str
    title: Bilingual
    said: Bilingual
    tags: tuple[Callable[..., Any], ...] = ()

    @property
    def template(self) -> str:
        return f"ui/living/{self.code}.html"

    @property
    def parameters(self) -> list[Parameters]:
        return [_parameters(each) for each in self.tags]


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    title: Bilingual
    specimens: tuple[Specimen, ...]


def _parameters(function: Callable[..., Any]) -> Parameters:
    found = inspect.signature(inspect.unwrap(function)).parameters.values()
    given = [
        str(each.replace(annotation=inspect.Parameter.empty))
        for each in found
        if each.name not in {"context", "content"}
    ]
    return Parameters(function.__name__, ", ".join(given), inspect.getdoc(function) or "")


SPECIMENS: Final = (
    Group(
        "words",
        Bilingual("颜色和文字", "Colour and words"),
        (
            Specimen(
                "colours",
                Bilingual("颜色", "Colours"),
                Bilingual(
                    "靛蓝是能做的，竹青是办成的，赭黄是在等的，朱红只用于印和警示。",
                    "Indigo for what one can do, bamboo for what is done, amber for what waits; red only for the seal and for warnings.",
                ),
            ),
            Specimen(
                "type",
                Bilingual("文字", "Type"),
                Bilingual(
                    "宋体标题，黑体正文，数字等宽，中文不用斜体。",
                    "Song headings, a humanist sans, tabular figures, no slanted Chinese.",
                ),
            ),
            Specimen(
                "dates",
                Bilingual("日期、数、钱", "Dates, numbers, money"),
                Bilingual(
                    "两种语言各按各的写法；不是今年才写年份。",
                    "Each language in its own way; the year only when it is not this one.",
                ),
                (text.moment, text.remaining),
            ),
            Specimen(
                "term",
                Bilingual("法律词", "Words of the law"),
                Bilingual("法律要求用的词，旁边有一句白话。", "The law's word, with plain words one tap away."),
                (basic.term,),
            ),
        ),
    ),
    Group(
        "acts",
        Bilingual("按钮和状态", "Buttons and states"),
        (
            Specimen(
                "button",
                Bilingual("按钮", "Button"),
                Bilingual(
                    "一页一个主按钮；不能按的说明为什么。", "One primary button a page; a disabled one says why."
                ),
                (basic.button,),
            ),
            Specimen(
                "tag",
                Bilingual("标签", "Tag"),
                Bilingual("一眼看出状态，颜色之外必有文字。", "A state at a glance, never by colour alone."),
                (basic.tag,),
            ),
            Specimen(
                "notice",
                Bilingual("提示", "Notice"),
                Bilingual("说清发生了什么，接着说怎么办。", "What happened, then what to do."),
                (basic.notice,),
            ),
            Specimen(
                "flash",
                Bilingual("刚才的结果", "Just done"),
                Bilingual("一直在，直到您收起或离开。", "Stays until you put it away or leave."),
                (page.flashes,),
            ),
            Specimen(
                "dialog",
                Bilingual("再问一句", "Confirm"),
                Bilingual(
                    "收不回来的事先问一句；没有脚本时是单独一页。",
                    "What cannot be undone asks first; without scripts it is a page of its own.",
                ),
                (basic.dialog,),
            ),
        ),
    ),
    Group(
        "lists",
        Bilingual("事实和列表", "Facts and lists"),
        (
            Specimen(
                "facts",
                Bilingual("先想知道的", "First facts"),
                Bilingual("多久、多少钱、跑几趟。", "How long, how much, how many visits."),
                (basic.facts, basic.figure),
            ),
            Specimen(
                "links",
                Bilingual("链接列表", "Link list"),
                Bilingual("一行一件事，一句白话。", "One thing a line, in plain words."),
                (basic.links,),
            ),
            Specimen(
                "answers",
                Bilingual("逐项核对", "Answers"),
                Bilingual(
                    "提交前自己看，审查时官员看。", "Checked by the person before sending, by the official in review."
                ),
                (basic.answers,),
            ),
            Specimen(
                "table",
                Bilingual("表格", "Table"),
                Bilingual(
                    "手机上一行变一块；空着的时候也说话。", "On a phone a row becomes a block; empty, it still speaks."
                ),
                (basic.table, page.pages),
            ),
            Specimen(
                "card",
                Bilingual("卡片", "Card"),
                Bilingual("只放在正文旁边。", "Only for what stands beside the subject."),
                (basic.card, page.panels),
            ),
            Specimen(
                "empty",
                Bilingual("空和等待", "Empty and waiting"),
                Bilingual(
                    "没有的时候说能做什么；在取的时候占住位置。",
                    "What to do when there is nothing; a place kept while it comes.",
                ),
                (basic.empty, basic.skeleton),
            ),
            Specimen(
                "crumbs",
                Bilingual("从哪里来", "Where you are"),
                Bilingual("最后一级是本页，不是链接。", "The last one is this page and no link."),
                (page.crumbs, page.menu, page.switches),
            ),
        ),
    ),
    Group(
        "questions",
        Bilingual("提问", "Questions"),
        (
            Specimen(
                "steps",
                Bilingual("第几问", "Progress"),
                Bilingual("问到哪里，什么时候存的。", "How far, and when it was kept."),
                (questions.steps, questions.autosave),
            ),
            Specimen(
                "fields",
                Bilingual("填写", "Fields"),
                Bilingual(
                    "标签在上，帮助在中，错误紧挨着答案。", "Label above, hint between, the error next to the answer."
                ),
                (questions.question, questions.field),
            ),
            Specimen(
                "choices",
                Bilingual("选择", "Choices"),
                Bilingual("选项够大，选前就知道后果。", "Large choices that say what follows."),
                (),
            ),
            Specimen(
                "files",
                Bilingual("文件", "Files"),
                Bilingual("选了就看得到，按内容检查，不按名字。", "Shown at once; checked by content, not by name."),
                (),
            ),
            Specimen(
                "errors",
                Bilingual("要改的地方", "What to change"),
                Bilingual("放在最上面，点一下就到那一格。", "On top; each leads to its field."),
                (questions.errors,),
            ),
            Specimen(
                "search",
                Bilingual("搜索", "Search"),
                Bilingual("用自己的话。", "In one's own words."),
                (questions.search_box,),
            ),
            Specimen(
                "shared",
                Bilingual("部门已有的", "Already known"),
                Bilingual(
                    "来源、日期、这次查询，还有“不对？”。", "Source, date, the look-up it caused, and “Not right?”."
                ),
                (case.shared,),
            ),
        ),
    ),
    Group(
        "case",
        Bilingual("办件", "Cases"),
        (
            Specimen(
                "clock",
                Bilingual("期限", "Clock"),
                Bilingual("每个日期都能自己说清怎么算的。", "Every date explains itself."),
                (case.clock,),
            ),
            Specimen(
                "timeline",
                Bilingual("经过", "Timeline"),
                Bilingual("已经办的、正在办的、还没到的。", "Done, now, and still to come."),
                (case.timeline,),
            ),
            Specimen(
                "acts",
                Bilingual("现在依法可以", "What the law allows now"),
                Bilingual("按 1–9 选中，再按一次确认。", "Keys 1–9 select, once more confirms."),
                (case.acts,),
            ),
            Specimen(
                "procedure",
                Bilingual("流程图", "Procedure"),
                Bilingual("服务器画好，颜色跟随主题，也能打印。", "Drawn on the server, coloured by theme, printable."),
                (case.procedure,),
            ),
            Specimen("tasks", Bilingual("任务列表", "Tasks"), Bilingual("按到期日排。", "By due date."), (case.tasks,)),
        ),
    ),
)

PATTERNS: Final = {
    "home": Bilingual("首页", "Home"),
    "guide": Bilingual("办事指南", "Guide"),
    "question": Bilingual("一页一问", "Question"),
    "case": Bilingual("我的办件", "Case"),
    "desk": Bilingual("工作台", "Desk"),
    "confirm": Bilingual("确认页", "Confirm"),
    "sheet": Bilingual("打印件", "Printed sheet"),
}
