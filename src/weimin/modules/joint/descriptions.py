"""What the keys of ``life-events/*.yaml`` mean, for editors and for the reference."""

from collections.abc import Mapping
from typing import Final

from weimin.lib.bilingual import Bilingual

__all__ = ["DESCRIPTIONS"]

DESCRIPTIONS: Final[Mapping[str, Mapping[str, Bilingual]]] = {
    "LifeEvent": {
        "code": Bilingual("这件事的编码，不能与事项重名", "the event's code; no item may have the same"),
        "life-event": Bilingual("true 是一件事，false 是项目的并联审批", "true for a life event, false for a joint approval of a project"),
        "name": Bilingual("这件事的名称", "what it is called"),
        "summary": Bilingual("一句话说清楚", "one sentence that says what it does for you"),
        "theme": Bilingual("归到哪个主题", "the theme that it belongs to"),
        "audience": Bilingual("谁可以办", "who may apply"),
        "kind": Bilingual("法律性质，默认行政许可", "its legal kind; a licence unless it says otherwise"),
        "aliases": Bilingual("人们会怎么说，用于搜索", "what people call it, for search"),
        "basis": Bilingual("依据", "the articles that it stands on"),
        "leads": Bilingual("各区划由哪个部门牵头", "which department leads in which division"),
        "situations": Bilingual("先问的情形，决定办哪几项", "questions asked first, which choose the items"),
        "same": Bilingual("哪些问题是同一个，只问一次", "questions of different items that are one, asked once"),
        "same-papers": Bilingual("哪些材料是同一份，只交一次", "papers of different items that are one, handed in once"),
        "stages": Bilingual("阶段，按先后", "the stages in their order"),
        "notes": Bilingual("还要知道的", "good to know"),
        "tests": Bilingual("样例，weimin check 会运行", "examples, run by weimin check"),
    },
    "Lead": {
        "division": Bilingual("区划代码，加引号", "division code, in quotes"),
        "department": Bilingual("牵头部门", "the department that leads"),
        "government": Bilingual("本级政府，可以批准延长", "that level's government, whose head may extend the clock"),
    },
    "Stage": {
        "code": Bilingual("阶段的编码", "the stage's code"),
        "name": Bilingual("阶段的名称", "the stage's name"),
        "clock": Bilingual("这一阶段的法定期限", "the clock that the law sets for the stage"),
        "promised": Bilingual("这一阶段承诺的期限", "the time that is promised for the stage"),
        "items": Bilingual("同时办的事项", "the items handled side by side"),
    },
    "Member": {
        "item": Bilingual("事项编码", "the item's code"),
        "handling": Bilingual("业务办理项", "which of its handlings"),
        "when": Bilingual("什么情况下办（FEEL）", "when it is needed, in FEEL"),
        "given": Bilingual("这件事已经回答了的情形", "situations of the item that the event answers"),
        "after": Bilingual("要等哪几项办成", "the items that must be granted first"),
        "optional": Bilingual("申请人可以不办", "whether the applicant may leave it out"),
        "note": Bilingual("说明", "a remark"),
    },
    "EventExample": {
        "name": Bilingual("样例的名称", "the example's name"),
        "division": Bilingual("区划；不写取第一个", "the division; else the first"),
        "applicant": Bilingual("申请人的种类；不写取第一种", "the kind of applicant; else the first"),
        "situations": Bilingual("情形的回答", "answers to situations"),
        "answers": Bilingual("表单的回答", "answers to questions"),
        "wanted": Bilingual("选办的事项", "optional items that are included"),
        "ends": Bilingual("哪一项怎样结束；不写的准予", "how an item ends; one not named is granted"),
        "expect": Bilingual("应得的结果", "what must come of it"),
    },
    "EventExpected": {
        "items": Bilingual("要办的事项", "the items"),
        "questions": Bilingual("所问的问题", "the questions asked"),
        "materials": Bilingual("所要的材料", "the papers wanted"),
        "opened": Bilingual("先后开始办理的事项", "the items opened, in that order"),
        "dropped": Bilingual("没法接着办的事项", "the items that could not go on"),
        "outcome": Bilingual("整件事的结果", "how the whole ends"),
    },
}  # fmt: skip
