"""What Weimin adds to BPMN: the namespace, the sides of an implementation, the legal steps and their outcomes."""

from collections.abc import Mapping

__all__ = ["BPMN", "BPMNDI", "CLOCKS", "DC", "DEPARTMENTS", "DI", "GLOBAL_TASKS", "ROLES", "STEPS", "WEIMIN"]

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
WEIMIN = "https://weimin.example/bpmn/1"

GLOBAL_TASKS = frozenset({"globalTask", "globalUserTask", "globalManualTask"})  # a call of one is that task

DEPARTMENTS = ("applicant", "collects", "accepts", "decides", "regulates")
ROLES = (
    "window", "acceptor", "reviewer", "inspector", "expert-secretary", "decider", "head", "issuer",
)  # fmt: skip
CLOCKS = (
    "acceptance", "promised", "statutory", "issue", "deferral", "correction", "first-review", "inspection",
    "hearing-request", "hearing",
)  # fmt: skip

# The kinds of legal step and the outcomes that each may have (行政许可法 arts. 32, 34, 37, 38, 44, 45, 47, 48).
STEPS: Mapping[str, tuple[str, ...]] = {
    "acceptance": ("accept", "correct", "refuse"),  # 受理、补正、不予受理
    "correction": ("submit",),  # 申请人补齐
    "review": ("approve", "reject", "special", "visit", "hearing"),  # 建议准予、不予、特别程序、派员核查、告知听证权利
    "visit": ("pass", "fail"),  # 现场核查
    "special": ("done",),  # 听证、招标、检验、鉴定、专家评审
    "hearing-request": ("ask", "waive"),  # 申请人要求听证、放弃
    "hearing-arrangement": ("notify",),  # 定时间、地点、主持人，通知
    "hearing": ("held", "absent"),  # 已举行、无正当理由不到场
    "decision": ("grant", "refuse", "return"),  # 准予、不予、退回
    "making": ("done",),  # 制证
    "delivery": ("done",),  # 送达
}
