"""A small valid city in a folder, made to be spoiled: one office that registers dogs, one that holds the vaccinations."""

from collections.abc import Mapping
from pathlib import Path

__all__ = ["FILES", "write_city"]

CITY = """\
code: testing
name: {zh: 试城, en: Testing}
division: "370200"
demonstration: true
disclaimer: {zh: 演示, en: A demonstration}
operator: {zh: 试城大数据局, en: Testing data bureau}
hotline: "12345"
log-origin: testing.example/journal
themes:
  - {code: living, name: {zh: 生活, en: Living}}
popular: [dog-registration]
"""
DIVISIONS = """\
code,name_zh,name_en,parent,valid_from,valid_to,statistical
370200,试城市,Testing City,,2000-01-01,,false
370202,市南区,Shinan District,370200,2000-01-01,,false
370202001,云南路街道,Yunnan Road Street,370202,2000-01-01,,false
"""
DEPARTMENTS = """\
- code: office
  letters: XZSP
  name: {zh: 审批局, en: Licensing office}
  division: "370200"
  posts:
    - {code: window, name: {zh: 窗口, en: Window}, roles: [window]}
    - {code: clerk, name: {zh: 经办, en: Clerk}, roles: [acceptor, reviewer]}
    - {code: chief, name: {zh: 科长, en: Chief}, roles: [decider, head]}
    - {code: issuer, name: {zh: 制证, en: Issuer}, roles: [issuer]}
- code: health
  letters: WJ
  name: {zh: 卫健局, en: Health bureau}
  division: "370200"
  posts:
    - {code: clerk, name: {zh: 经办, en: Clerk}, roles: [reviewer]}
"""
ITEM = """\
code: dog-registration
name: {zh: 养犬登记, en: Dog registration}
summary: {zh: 给狗上牌, en: A tag for a dog}
kind: licence
basis:
  - {law: 养犬管理条例, article: 第七条}
audience: [person, legal-entity]
theme: living
aliases: [狗证, 给狗上户口]
situations:
  - id: size
    ask: {zh: 多大的狗, en: How large is it}
    choices: {small: {zh: 小型, en: Small}, large: {zh: 大型, en: Large}}
  - id: use
    ask: {zh: 养来做什么, en: What for}
    choices: {guard: {zh: 看护, en: Guarding}, rescue: {zh: 救援, en: Rescue}}
    when: 'size = "large"'
form:
  - {id: owner, type: person, from: registers.person}
  - {id: name, type: text, label: {zh: 狗名, en: Its name}, max-length: 10}
  - {id: weight, type: number, label: {zh: 体重, en: Weight}, unit: kg, min: 1, max: 90}
  - {id: yard, type: number, label: {zh: 院子面积, en: Yard}, unit: m², when: 'size = "large" and weight > 40'}
materials:
  - {id: photo, name: {zh: 照片, en: Photo}, supply: upload, deferrable: {within: 3wd}}
  - {id: vaccination, supply: shared, resource: health.vaccination, fallback: upload}
  - id: pledge
    name: {zh: 承诺书, en: Pledge}
    supply: declare
    declaration: {zh: 我会牵绳, en: I will use a leash}
    when: 'use = "guard"'
fee:
  - {amount: 12.5, basis: {law: 养犬管理条例, article: 第九条}, when: 'size = "large"'}
result: {name: {zh: 犬牌, en: Dog tag}}
handlings:
  new:
    procedure: simple
    clocks: {acceptance: 5wd, statutory: {length: 20wd, article: 行政许可法 42}, issue: 10wd}
  change:
    procedure: simple
    form: [name]
    materials: [photo]
    fee: none
    clocks: {acceptance: 5wd, statutory: 15d}
implementations:
  - division: "370202"
    collects: office
    accepts: office
    decides: office
    regulates: health
    promised: 8wd
tests:
  - name: 大狗看门
    situations: {size: large, use: guard}
    answers: {name: 旺财, weight: 45, yard: 20}
    received: "2026-09-21"
    accepted: "2026-09-21"
    outcomes: {acceptance: [correct, accept]}
    expect:
      form: [name, weight, yard]
      materials: [photo, vaccination, pledge]
      steps: [acceptance, correction, acceptance, review, decision, making, delivery]
      due: {acceptance: "2026-09-29", promised: "2026-10-09", statutory: "2026-10-26"}
      outcome: granted
      fee: 12.5
      refused: []
"""
RESOURCES = """\
- code: health.vaccination
  name: {zh: 犬只免疫记录, en: Vaccination record}
  holder: health
  fields: {chip: {zh: 芯片号, en: Chip number}, date: {zh: 免疫日期, en: Date}}
  keys: [chip]
  sharing: conditional
"""
AGREEMENTS = """\
- code: dogs
  resource: health.vaccination
  consumer: office
  items: [dog-registration]
  fields: [date]
  basis: {law: 政务数据共享条例, article: 第十九条}
  until: "2030-12-31"
"""
PEOPLE = """\
officials:
  - {login: window, name: 窗口甲, posts: [office/window]}
  - {login: clerk, name: 经办乙, posts: [office/clerk, office/issuer]}
  - {login: chief, name: 科长丙, posts: [office/chief]}
persons:
  - {login: citizen, name: 居民丁, id-number: "370202199001011237", phone: "13800000001"}
entities: []
"""


def _task(node: str, step: str, outcomes: str) -> str:
    return f'<userTask id="{node}" name="{node}" weimin:step="{step}" weimin:outcomes="{outcomes}"/>'


def _flow(source: str, target: str, outcome: str = "") -> str:
    condition = f'<conditionExpression>outcome = "{outcome}"</conditionExpression>' if outcome else ""
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{condition}</sequenceFlow>'


def _lane(name: str, department: str, role: str, *nodes: str) -> str:
    inside = "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes)
    who = f'weimin:role="{role}"' if role else ""
    return f'<lane id="lane-{name}" name="{name}" weimin:department="{department}" {who}>{inside}</lane>'


def procedure(process: str = "simple") -> str:
    """Acceptance with correction and silence, review, decision, making, delivery."""
    parts = [
        "<laneSet id='lanes'>",
        _lane("applicant", "applicant", "", "filed", "correction"),
        _lane("acceptor", "accepts", "acceptor", "received", "acceptance", "silence", "deemed", "complete", "accepted", "turned-away"),
        _lane("reviewer", "decides", "reviewer", "review"),
        _lane("decider", "decides", "decider", "decision", "decided"),
        _lane("issuer", "decides", "issuer", "making"),
        _lane("window", "collects", "window", "delivery", "granted", "refused"),
        "</laneSet>",
        '<startEvent id="filed" name="filed"/>',
        '<exclusiveGateway id="received"/>',
        _task("acceptance", "acceptance", "accept correct refuse"),
        '<boundaryEvent id="silence" attachedToRef="acceptance"><timerEventDefinition>'
        "<timeDate>clock.acceptance</timeDate></timerEventDefinition></boundaryEvent>",
        '<serviceTask id="deemed" name="deemed" weimin:service="deem-accepted"/>',
        '<exclusiveGateway id="complete"/><exclusiveGateway id="accepted"/>',
        _task("correction", "correction", "submit"),
        '<endEvent id="turned-away" weimin:outcome="not-accepted"/>',
        _task("review", "review", "approve reject"),
        _task("decision", "decision", "grant refuse return"),
        '<exclusiveGateway id="decided"/>',
        _task("making", "making", "done"),
        _task("delivery", "delivery", "done"),
        '<endEvent id="granted" weimin:outcome="granted"/><endEvent id="refused" weimin:outcome="refused"/>',
        _flow("filed", "received"), _flow("received", "acceptance"), _flow("acceptance", "complete"),
        _flow("silence", "deemed"), _flow("deemed", "accepted"),
        _flow("complete", "accepted", "accept"), _flow("complete", "correction", "correct"),
        _flow("complete", "turned-away", "refuse"), _flow("correction", "received"),
        _flow("accepted", "review"), _flow("review", "decision"), _flow("decision", "decided"),
        _flow("decided", "making", "grant"), _flow("decided", "refused", "refuse"),
        _flow("decided", "accepted", "return"), _flow("making", "delivery"), _flow("delivery", "granted"),
    ]  # fmt: skip
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="https://testing.example" '
        'xmlns:weimin="https://weimin.example/bpmn/1">\n'
        f'<process id="{process}" name="{process}" isExecutable="true">\n'
        + "\n".join(parts)
        + "\n</process></definitions>\n"
    )


FILES: Mapping[str, str] = {
    "city.yaml": CITY,
    "divisions.csv": DIVISIONS,
    "departments/all.yaml": DEPARTMENTS,
    "items/office/dog-registration.yaml": ITEM,
    "procedures/simple.bpmn": procedure(),
    "resources/health.yaml": RESOURCES,
    "agreements/all.yaml": AGREEMENTS,
    "people.yaml": PEOPLE,
}


def write_city(folder: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """Write the city; ``changes`` replaces whole files, and leaves out those that are None."""
    for name, text in {**FILES, **(changes or {})}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(text, encoding="utf-8")
    return folder
