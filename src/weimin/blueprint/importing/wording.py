"""Words of a list → values of the grammar: kinds, applicants, time limits, articles of law, yes and no."""

import re
from typing import Any, Final

from weimin.lib.identifiers import half_width

__all__ = ["audience_of", "is_yes", "kind_of_words", "length_of", "read_basis", "special_procedure"]

_KINDS: Final = (
    ("行政许可", "licence"),
    ("行政审批", "licence"),
    ("行政处罚", "penalty"),
    ("行政强制", "coercion"),
    ("行政征收", "levy"),
    ("行政给付", "benefit"),
    ("行政检查", "inspection"),
    ("行政确认", "confirmation"),
    ("行政奖励", "reward"),
    ("行政裁决", "adjudication"),
    ("其他", "other"),
    ("其它", "other"),
    ("公共服务", "public-service"),
)
_AUDIENCES: Final = (
    ("自然人", "person"),
    ("个人", "person"),
    ("公民", "person"),
    ("个体", "sole-trader"),
    ("法人", "legal-entity"),
    ("企业", "legal-entity"),
    ("组织", "legal-entity"),
    ("单位", "legal-entity"),
    ("机关", "legal-entity"),
)
_SERVE_TYPES: Final = {"1": "person", "7": "sole-trader"} | dict.fromkeys("234569", "legal-entity")
"""serve_type of the national form: 1 自然人, 2 企业法人, 3 事业法人, 4 社会组织法人, 5 非法人企业, 6 行政机关, 9 其他组织."""
_ORDER: Final = ("person", "sole-trader", "legal-entity")
_UNITS: Final = (
    ("工作日", "wd"),
    ("自然日", "d"),
    ("日历日", "d"),
    ("小时", "h"),
    ("个月", "m"),
    ("月", "m"),
    ("年", "y"),
    ("天", ""),
    ("日", ""),
)
_UNIT_CODES: Final = {"1": "wd", "2": "d"}
_SPECIAL: Final = (
    ("听证", "hearing"),
    ("招标", "tender"),
    ("拍卖", "auction"),
    ("检验", "inspection"),
    ("检测", "testing"),
    ("检疫", "quarantine"),
    ("鉴定", "appraisal"),
    ("评审", "expert-review"),
    ("专家", "expert-review"),
)
_ARTICLE: Final = r"第[零〇一二三四五六七八九十百千0-9]+条(?:之[一二三四五六七八九十]+)?(?:第[一二三四五六七八九十0-9]+款)?(?:第[(（]?[一二三四五六七八九十0-9]+[)）]?项)?"
_BASIS: Final = re.compile(
    rf"《(?P<law>[^》]{{2,100}})》(?P<number>\s*[(（][^()（）]{{2,60}}[)）])?[^《]{{0,20}}?(?P<article>{_ARTICLE})?(?=[^条]|$)"
)


def kind_of_words(text: str) -> str | None:
    return next((kind for word, kind in _KINDS if word in text), None)


def audience_of(text: str) -> list[str]:
    """Whom it serves, in the grammar's order; empty if the words say nothing known. ``2,3,4`` are the national codes."""
    plain = half_width(text).replace(" ", "")
    if re.fullmatch(r"[0-9](,[0-9])*", plain):
        found = {_SERVE_TYPES[code] for code in plain.split(",") if code in _SERVE_TYPES}
    else:
        rest = plain.replace("非法人", "组织")
        found = {audience for word, audience in _AUDIENCES if word in rest}
    return [each for each in _ORDER if each in found]


def length_of(text: str, unit: str = "") -> tuple[str, bool] | None:
    """``20个工作日`` → ``20wd``, and whether the unit was said. None if it is no length, or none at all (0, 无, 即办).

    日 and 天 without 工作 or 自然 are ambiguous: working days are assumed, as 行政许可法 82 counts, and told.
    """
    plain = half_width(text + ("" if unit in _UNIT_CODES else unit)).replace(" ", "")
    match = re.fullmatch(r"[^0-9]{0,8}?([0-9]{1,4})(?:\.0)?个?([^0-9]{0,12})", plain)
    if match is None or int(match[1]) == 0:
        return None
    words = next((code for word, code in _UNITS if word in match[2]), "")
    said = words or _UNIT_CODES.get(unit, "")
    return f"{int(match[1])}{said or 'wd'}", bool(said)


def is_yes(text: str) -> bool | None:
    plain = text.strip().lower()
    if plain in {"1", "是", "收费", "有", "yes", "true"}:
        return True
    return False if plain in {"0", "2", "否", "不收费", "无", "免费", "no", "false"} else None


def read_basis(text: str) -> list[dict[str, Any]]:
    """The laws and articles that a cell names; empty if none is named. Nobody has read them: ``confirmed: false``."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for match in _BASIS.finditer(text):
        article: dict[str, Any] = {"law": match["law"] + (match["number"] or "").strip(), "confirmed": False}
        if match["article"]:
            article = {"law": article["law"], "article": match["article"], "confirmed": False}
        found.setdefault((article["law"], article.get("article", "")), article)
    return list(found.values())


def special_procedure(text: str) -> str | None:
    """One of the special procedures of 行政许可法 45, by its words."""
    return next((name for word, name in _SPECIAL if word in text), None)
