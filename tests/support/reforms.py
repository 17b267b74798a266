"""Qingdao on the day on which the approval bureau of Shinan and its service hall become one bureau."""

import re
import shutil
from pathlib import Path
from typing import Final

from support.qingdao import FOLDER

OLD: Final = ("xzspj-shinan", "hall-shinan")
NEW: Final = "zwfw-shinan"
MERGE: Final = """\
# 市南区行政审批服务局与区政务服务中心合并，组建区政务服务管理局。
code: shinan-government-services-2026
name: {zh: 组建市南区政务服务管理局, en: The Shinan Government Services Bureau is formed}
kind: merge
effective: 2026-10-12
basis:
  - {law: 市南区机构改革方案（示范）, article: 第三条第（二）项, confirmed: false}
from: [xzspj-shinan, hall-shinan]
into: [zwfw-shinan]
posts:
  hall-shinan/window: zwfw-shinan/reception
seals:
  hall-shinan: zwfw-shinan
"""
RECEPTION: Final = "    - {code: reception, name: {zh: 综合窗口, en: Service window}, roles: [window]}\n"


def copy_of_the_city(folder: Path) -> Path:
    return Path(shutil.copytree(FOLDER, folder))


def merge_in_shinan(folder: Path, reform: str = MERGE) -> Path:
    """The same city after the merge: departments, items, agreements and people as they are from that day."""
    departments = folder / "departments" / "shinan.yaml"
    text = departments.read_text(encoding="utf-8")
    hall, rest = re.split(r"(?=^- code: xzspj-shinan$)", text, maxsplit=1, flags=re.M)
    assert hall.startswith("- code: hall-shinan")
    rest = rest.replace("  letters: XZSP", "  letters: ZWFW", 1)
    rest = rest.replace("市南区行政审批服务局", "市南区政务服务管理局", 1)
    rest = rest.replace("Shinan Administrative Approval Bureau", "Shinan Government Services Bureau", 1)
    rest = rest.replace("  posts:\n", "  posts:\n" + RECEPTION, 1)
    departments.write_text(rest, encoding="utf-8")
    for path in sorted(folder.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8").replace("hall-shinan/window", f"{NEW}/reception")
        path.write_text(re.sub("|".join(OLD), NEW, text), encoding="utf-8")
    (folder / "items" / OLD[0]).rename(folder / "items" / NEW)
    (folder / "agreements" / f"{OLD[0]}.yaml").rename(folder / "agreements" / f"{NEW}.yaml")
    write_reform(folder, reform)
    return folder


def write_reform(folder: Path, text: str, name: str = "reform") -> Path:
    (folder / "reforms").mkdir(exist_ok=True)
    path = folder / "reforms" / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path
