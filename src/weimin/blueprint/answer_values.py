"""One answer of one question: what a person typed, made into the value that is kept, or refused with the reason.

Kept values are JSON: text, integers, true and false; numbers, money and dates as text (``"12.50"``, ``"2026-01-31"``);
persons and legal entities as ``{"name", "id-number"}`` and ``{"name", "credit-code"}``.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from weimin.blueprint.items import FieldType, FormField
from weimin.blueprint.values import parse_law_date
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.lib.identifiers import (
    check_credit_code,
    check_id_number,
    check_personal_name,
    check_phone,
    half_width,
    normalise_code,
    normalise_personal_name,
    normalise_phone,
)
from weimin.lib.lawtime import law_date

__all__ = ["PARTS", "InvalidAnswer", "feel_value", "is_empty", "read_answer"]

MAX_TEXT: Final = 200
MAX_LONG_TEXT: Final = 2000
_PLAIN_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,10})?", re.ASCII)
PARTS: Final[Mapping[FieldType, tuple[str, ...]]] = {
    FieldType.PERSON: ("name", "id-number"),
    FieldType.LEGAL_ENTITY: ("name", "credit-code"),
}
"""Questions that are asked in parts."""


class InvalidAnswer(WeiminError):
    """The answer does not fit its question; ``message`` says what would."""

    code = "invalid-answer"
    status = 422

    def __init__(self, message: Bilingual) -> None:
        super().__init__()
        self.message = message


def _no(zh: str, en: str, **values: object) -> InvalidAnswer:
    return InvalidAnswer(Bilingual(zh, en).format(**values))


def is_empty(raw: object) -> bool:
    """Nothing was said: None, blanks, an empty list, or parts that are all empty. ``False`` and ``0`` are answers."""
    if isinstance(raw, Mapping):
        return all(is_empty(part) for part in raw.values())
    if isinstance(raw, list | tuple):
        return all(is_empty(part) for part in raw)
    return raw is None or (isinstance(raw, str) and not raw.strip())


def read_answer(field: FormField, raw: object, *, now: datetime | None = None) -> Any:
    """The value to keep. ``now`` is needed where a date is bounded by today.

    Raises ``InvalidAnswer``; also for nothing at all where the question must be answered.
    """
    if is_empty(raw):
        if field.required:
            raise _no("请填写", "Please answer")
        return None
    return _READERS[field.type](field, raw, now)


def _text(field: FormField, raw: object, _now: datetime | None) -> str:
    if not isinstance(raw, str):
        raise _no("应是文字", "This must be text")
    long = field.type is FieldType.LONG_TEXT
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n")).strip()
    if any(unicodedata.category(c) in {"Cc", "Cs"} and not (long and c in "\n\t") for c in text):
        raise _no("含有看不见的控制字符，请删去", "It holds invisible control characters: please remove them")
    limit = field.max_length or (MAX_LONG_TEXT if long else MAX_TEXT)
    if len(text) > limit:
        raise _no("最多 {n} 个字，现在有 {m} 个", "At most {n} characters; there are {m}", n=limit, m=len(text))
    if field.pattern is not None and not re.fullmatch(field.pattern, text):
        raise _no("写法不符合要求", "It is not written in the form that is wanted")
    return text


def _typed(raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal | float):
        raise _no("应是一个值", "This must be one value")
    return str(raw)


def _half_width(raw: object) -> str:
    """Digits, letters and signs as a keyboard of another width gave them; blanks taken away."""
    return "".join(half_width(_typed(raw)).split())


def _number(field: FormField, raw: object, places: int) -> Decimal:
    text = _half_width(raw)
    if not _PLAIN_NUMBER.fullmatch(text):
        raise _no("应是数字，如 {e}", "This must be a number, like {e}", e="12" if places == 0 else "12.5")
    value = Decimal(text)
    shown = -int(value.normalize().as_tuple().exponent) if value else 0
    if shown > places:
        if places == 0:
            raise _no("应是整数", "This must be a whole number")
        raise _no("最多 {n} 位小数", "At most {n} decimal places", n=places)
    unit = f" {field.unit}" if field.unit else ""
    if isinstance(field.min, Decimal) and value < field.min:
        raise _no("不能小于 {n}{u}", "At least {n}{u}", n=field.min, u=unit)
    if isinstance(field.max, Decimal) and value > field.max:
        raise _no("不能大于 {n}{u}", "At most {n}{u}", n=field.max, u=unit)
    return value


def _integer(field: FormField, raw: object, _now: datetime | None) -> int:
    return int(_number(field, raw, 0))


def _decimal(field: FormField, raw: object, _now: datetime | None) -> str:
    return f"{_number(field, raw, 6):f}"


def _money(field: FormField, raw: object, _now: datetime | None) -> str:
    value = _number(field, raw, 2)
    if value < 0:
        raise _no("金额不能是负数", "An amount of money cannot be negative")
    return f"{value.quantize(Decimal('0.01')):f}"


def _date(field: FormField, raw: object, now: datetime | None) -> str:
    text = raw.isoformat() if isinstance(raw, date) and not isinstance(raw, datetime) else _half_width(raw)
    match = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", text)
    day = parse_law_date(f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}") if match else None
    if day is None:
        raise _no("应是真实的日期，如 2026-01-31", "This must be a real date, like 2026-01-31")
    low, high = _bound(field.min, now), _bound(field.max, now)
    if low is not None and day < low:
        raise _no("不能早于 {d}", "Not before {d}", d=low)
    if high is not None and day > high:
        raise _no("不能晚于 {d}", "Not after {d}", d=high)
    return day.isoformat()


def _bound(bound: object, now: datetime | None) -> date | None:
    if bound == "today":
        return law_date(now) if now is not None else None
    return parse_law_date(bound) if isinstance(bound, str) else None


def _yes_no(_field: FormField, raw: object, _now: datetime | None) -> bool:
    known = {True: True, False: False, "yes": True, "true": True, "no": False, "false": False}
    if not isinstance(raw, str | bool) or (raw.strip() if isinstance(raw, str) else raw) not in known:
        raise _no("请选“是”或“否”", "Please choose yes or no")
    return known[raw.strip() if isinstance(raw, str) else raw]


def _choice(field: FormField, raw: object, _now: datetime | None) -> str:
    if not isinstance(raw, str) or raw not in field.choices:
        raise _no("请从所列选项中选一个", "Please choose one of the options")
    return raw


def _choices(field: FormField, raw: object, _now: datetime | None) -> list[str]:
    chosen = [raw] if isinstance(raw, str) else raw
    if not isinstance(chosen, list | tuple) or not all(isinstance(c, str) and c in field.choices for c in chosen):
        raise _no("请只从所列选项中选", "Please choose from the options only")
    return [code for code in field.choices if code in chosen]


def _division(_field: FormField, raw: object, _now: datetime | None) -> str:
    text = _half_width(raw)
    if not re.fullmatch(r"[0-9]{6}([0-9]{3}){0,2}", text):
        raise _no("请选择行政区划", "Please choose a division")
    return text


def _email(_field: FormField, raw: object, _now: datetime | None) -> str:
    text = _half_width(raw)
    if len(text) > 254 or not re.fullmatch(r"[^@,;<>\"]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}", text):
        raise _no("应是电子邮箱，如 name@example.cn", "This must be an e-mail address, like name@example.cn")
    return text


def _checked(text: str, problem: Bilingual | None) -> str:
    if problem is not None:
        raise InvalidAnswer(problem)
    return text


def _phone(_field: FormField, raw: object, _now: datetime | None) -> str:
    number = normalise_phone(_typed(raw))
    return _checked(number, check_phone(number))


def _id_number(_field: FormField, raw: object, now: datetime | None) -> str:
    number = normalise_code(_typed(raw))
    return _checked(number, check_id_number(number, today=law_date(now) if now else None))


def _credit_code(_field: FormField, raw: object, _now: datetime | None) -> str:
    code = normalise_code(_typed(raw))
    return _checked(code, check_credit_code(code))


def _parts(field: FormField, raw: object, now: datetime | None) -> dict[str, str]:
    wanted = PARTS[field.type]
    if not isinstance(raw, Mapping) or set(raw) - set(wanted):
        raise _no("应分别填写姓名（名称）和号码", "Name and number are wanted, each on its own")
    if is_empty(raw.get("name")):
        raise _no("请填写姓名或名称", "Please give the name")
    if is_empty(raw.get(wanted[1])):
        raise _no("请填写号码", "Please give the number")
    if field.type is FieldType.PERSON:
        name = normalise_personal_name(_typed(raw["name"]))
        return {
            "name": _checked(name, check_personal_name(name)),
            "id-number": _id_number(field, raw["id-number"], now),
        }
    name = _text(FormField(id="name", type=FieldType.TEXT), raw["name"], now)
    return {"name": name, "credit-code": _credit_code(field, raw["credit-code"], now)}


_Reader = Callable[[FormField, object, datetime | None], Any]
_READERS: Final[Mapping[FieldType, _Reader]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.ADDRESS: _text,
    FieldType.INTEGER: _integer,
    FieldType.NUMBER: _decimal,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.YES_NO: _yes_no,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.DIVISION: _division,
    FieldType.PHONE: _phone,
    FieldType.EMAIL: _email,
    FieldType.ID_NUMBER: _id_number,
    FieldType.CREDIT_CODE: _credit_code,
    FieldType.PERSON: _parts,
    FieldType.LEGAL_ENTITY: _parts,
}


def feel_value(field: FormField, kept: object) -> Any:
    """A kept value as conditions see it: numbers as Decimal, dates as date, parts as a context. None if it is unfit."""
    if isinstance(kept, Mapping):
        return {str(name).replace("-", "_"): value for name, value in kept.items()}
    if field.type in {FieldType.NUMBER, FieldType.MONEY, FieldType.INTEGER}:
        return Decimal(str(kept)) if _PLAIN_NUMBER.fullmatch(str(kept)) else None
    if field.type is FieldType.DATE:
        return parse_law_date(kept) if isinstance(kept, str) else None
    return kept
