"""Cases in memory for the pure tests of approvals: an item of law, its rules, and where the case stands."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from weimin.blueprint.api import effective_clocks
from weimin.blueprint.items import Item
from weimin.kernel.cases.definition import CaseView, ClockView, Status

TODAY = date(2026, 9, 28)


def item(kind: str = "licence", **more: Any) -> Item:
    """A licence that one office accepts, another decides, and a third regulates."""
    return Item.model_validate_json(
        _json(
            {
                "code": "food",
                "name": {"zh": "食品经营许可", "en": "Food business licence"},
                "summary": {"zh": "开店", "en": "Open a shop"},
                "kind": kind,
                "audience": ["legal-entity"],
                "theme": "business",
                "form": [{"id": "area", "type": "number", "label": {"zh": "面积", "en": "Area"}}],
                "materials": [
                    {
                        "id": "plan",
                        "name": {"zh": "平面图", "en": "Plan"},
                        "supply": "upload",
                        "deferrable": {"within": "5wd"},
                    },
                ],
                "result": {"name": {"zh": "食品经营许可证", "en": "Licence"}, "valid": "5y"},
                "handlings": {
                    "new": {
                        "name": {"zh": "新办", "en": "New"},
                        "procedure": "p",
                        "special-procedures": ["expert-review", "testing"],
                        "clocks": {
                            "acceptance": "5wd",
                            "statutory": {
                                "length": "20wd",
                                "article": "行政许可法 第四十二条第一款",
                                "extend": {"length": "10wd", "by": "head", "article": "行政许可法 第四十二条第一款"},
                            },
                            "issue": "10wd",
                            "correction": "15d",
                        },
                    }
                },
                "implementations": [
                    {
                        "division": "370202",
                        "collects": "hall",
                        "accepts": "town",
                        "decides": "bureau",
                        "regulates": "market",
                        "promised": "8wd",
                    }
                ],
                **more,
            }
        )
    )


def _json(value: Mapping[str, Any]) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def view(of: Item | None = None, *, clocks: Mapping[str, date] | None = None, **more: Any) -> CaseView:
    """A case received on 21 September, its clocks running to the days given."""
    of = of or item()
    place = of.implementations[0]
    given: dict[str, Any] = {
        "status": Status.RECEIVED,
        "received_on": date(2026, 9, 21),
        "accepted_on": None,
        "applicant": "青岛示例海悦餐饮管理有限公司",
        "clocks": {name: ClockView(name, "running", due, 0) for name, due in (clocks or {}).items()},
    }
    return CaseView(
        item=of,
        handling=of.handlings["new"],
        implementation=place,
        rules={str(name): clock for name, clock in effective_clocks(of, "new", place).items()},
        **(given | more),
    )
