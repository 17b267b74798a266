"""Which column of a list is which: by the names that offices write above them, or by a file of the office's own."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from weimin.blueprint.findings import Findings
from weimin.blueprint.importing.errors import ImportRefused
from weimin.blueprint.yamlfile import read_yaml

__all__ = ["ITEM_COLUMNS", "STAFF_COLUMNS", "Columns", "read_map"]


def plain(header: str) -> str:
    """A header as compared: half-width, no spaces, stars or colons, lower-case."""
    text = unicodedata.normalize("NFKC", header)
    return "".join(c for c in text if not c.isspace() and c not in "*:").lower()


@dataclass(frozen=True)
class Columns:
    """The fields that a list may have, each with its headers, best first. ``needed``: a header line names one of each."""

    headers: Mapping[str, tuple[str, ...]]
    needed: tuple[frozenset[str], ...]

    def match(self, cells: Sequence[str]) -> dict[str, int]:
        """Field → index of its column. Where two headers say the same, the one named first here is taken."""
        places: dict[str, int] = {}
        for index, cell in enumerate(cells):
            if cell:
                places.setdefault(plain(cell), index)
        found: dict[str, int] = {}
        for field, names in self.headers.items():
            index_or_none = next((places[name] for name in map(plain, names) if name in places), None)
            if index_or_none is not None:
                found[field] = index_or_none
        return found

    def complete(self, found: Collection[str]) -> bool:
        return all(group & set(found) for group in self.needed)

    def mapped(self, own: Mapping[str, Sequence[str]]) -> "Columns":
        """With an office's own headers before the usual ones."""
        headers = {field: (*own.get(field, ()), *names) for field, names in self.headers.items()}
        return Columns(headers, self.needed)

    def wanted(self) -> str:
        """The needed columns in words, for a message."""
        return "、".join("/".join(sorted(self.headers[field][0] for field in group)) for group in self.needed)


def read_map(path: Path, columns: Columns) -> dict[str, list[str]]:
    """A ``--map`` file: YAML, ``field: header`` or ``field: [header, header]``. Raises ``ImportRefused``."""
    findings = Findings()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ImportRefused(path, "读不了：{e}", "cannot be read: {e}", e=error.strerror or "?") from None
    place = read_yaml(content, str(path), findings)
    for finding in findings:
        raise ImportRefused(f"{path}:{finding.line}", finding.message.zh, finding.message.en)
    document = place.document if place else None
    if not isinstance(document, dict):
        raise ImportRefused(path, "应写成“字段: 列名”", "must be lines of 'field: header'")
    own: dict[str, list[str]] = {}
    for field, names in document.items():
        assert place is not None
        where = f"{path}:{place.at(field).line}"
        listed = names if isinstance(names, list) else [names]
        if field not in columns.headers:
            raise ImportRefused(
                where,
                "没有字段“{f}”；可用的有 {k}",
                "there is no field '{f}'; known are {k}",
                f=field,
                k=", ".join(columns.headers),
            )
        if not listed or not all(isinstance(name, str) and name for name in listed):
            raise ImportRefused(where, "列名应是文字", "a header must be text")
        own[field] = listed
    return own


def _table(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    pairs = (line.split("=", 1) for line in lines)
    return {field.strip(): tuple(names.split()) for field, names in pairs}


ITEM_COLUMNS: Final = Columns(
    _table(
        (
            "department = 部门 部门名称 实施主体 实施主体名称 实施部门 实施机构 实施机关 所属部门 责任部门 单位名称 单位 department dept_name",
            "department_code = 部门统一社会信用代码 部门代码 部门编码 实施主体编码 实施主体代码 统一社会信用代码 组织机构代码 dept_uscc dept_code",
            "main_item = 主项 主项名称 主项目录 main_item",
            "name = 事项名称 业务办理项名称 办理项名称 子项名称 实施清单名称 项目名称 名称 item_name task_name name",
            "name_en = 英文名称 事项英文名称 name_en",
            "kind = 事项类型 权力类型 事项类别 类型 行政权力类型 task_type kind",
            "kind_code = 事项类型代码 类型代码 事项类型编码 task_type_code",
            "code = 实施编码 事项编码 事项实施编码 业务办理项编码 编码 item_code task_code",
            "basic_code = 基本编码 事项基本编码 catalog_code",
            "division = 区划代码 行政区划代码 行政区划 区划 区域代码 area_code areacode",
            "basis = 设定依据 法律依据 实施依据 依据 basis",
            "audience = 服务对象 服务对象类型 办理对象 申请对象 serve_type",
            "statutory = 法定时限 法定办结时限 法定办理时限 法定期限 法定时限(工作日) 法定办结时限(工作日) anticipate_day",
            "statutory_unit = 法定时限单位 法定办结时限单位 anticipate_type",
            "promised = 承诺时限 承诺办结时限 承诺办理时限 承诺期限 承诺时限(工作日) 承诺办结时限(工作日) promise_day",
            "promised_unit = 承诺时限单位 承诺办结时限单位 promise_type",
            "visits = 到办事现场次数 到现场次数 跑动次数 最多跑次数 limit_scene_num",
            "fee = 是否收费 收费 is_fee",
            "result = 结果名称 审批结果名称 办理结果 审批结果 result_name",
            "summary = 事项简述 事项说明 简介 summary",
            "theme = 主题 办事主题 theme",
            "windows = 办理地点 窗口地址 办理窗口 window",
            "materials = 申请材料 申报材料 材料名称 材料清单 所需材料 提交材料 materials",
            "conditions = 受理条件 申请条件 办理条件 accept_condition",
        )
    ),
    (frozenset({"name"}), frozenset({"department"})),
)
"""What a list of items may say. Chinese headers of the published guides, and the keys of the national data form."""

STAFF_COLUMNS: Final = Columns(
    _table(
        (
            "department = 部门 部门名称 单位 单位名称 机构 机构名称 工作单位 department",
            "department_code = 部门代号 部门编号 department_code",
            "department_en = 部门英文名称 department_en",
            "letters = 部门字母 字母代码 letters",
            "credit_code = 统一社会信用代码 信用代码 credit_code",
            "division = 区划代码 行政区划代码 行政区划 区划 division",
            "parent = 上级部门 上级单位 主管部门 parent",
            "phone = 部门电话 咨询电话 联系电话 电话 phone",
            "address = 部门地址 地址 address",
            "duties = 部门职责 主要职责 duties",
            "post = 岗位 岗位名称 职务 post",
            "post_code = 岗位代号 岗位编号 post_code",
            "post_en = 岗位英文名称 post_en",
            "roles = 办件职责 岗位职责 角色 权限 roles",
            "person = 姓名 人员 人员姓名 工作人员 任职人员 name person",
            "login = 登录名 账号 用户名 login",
        )
    ),
    (frozenset({"department", "department_code"}), frozenset({"post", "phone", "address", "division", "letters", "duties"})),
)  # fmt: skip
"""What a list of staff may say: a row is a department, or a post of one, or a person in a post."""
