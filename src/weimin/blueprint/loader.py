"""Reads a city's folder. Every file is read, whatever another one says; nothing is checked across files here."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from weimin.blueprint import certificates as _certificates  # noqa: F401 -- registers its sections
from weimin.blueprint.blueprint import ANY, Blueprint, Entry, Procedure
from weimin.blueprint.city import Agreement, City, Department, Division, People, Resource, Window
from weimin.blueprint.csvfile import read_rows
from weimin.blueprint.decision_files import ReadTable, read_decisions
from weimin.blueprint.decision_uses import with_decisions
from weimin.blueprint.findings import Findings, Place
from weimin.blueprint.items import Item
from weimin.blueprint.listed import COLUMNS, REQUIRED, ListedItem, listed_value
from weimin.blueprint.sections import sections
from weimin.blueprint.shapes import shape
from weimin.blueprint.yamlfile import decode, read_yaml
from weimin.lib.workdays import InvalidCalendar, official_calendar, read_calendar

__all__ = ["load"]

M = TypeVar("M", bound=BaseModel)

READ_SUFFIXES: Final = {".yaml", ".yml", ".json", ".csv", ".bpmn", ".dmn"}
DIVISION_COLUMNS: Final = {"code", "name_zh", "name_en", "parent", "valid_from", "valid_to", "statistical"}


def load(folder: Path, findings: Findings) -> Blueprint:
    """The blueprint as far as it can be read; every reason why a part cannot is in ``findings``."""
    blueprint = Blueprint(folder)
    if not folder.is_dir():
        findings.error("E001", Place(str(folder)), "没有这个目录", "there is no such folder")
        return blueprint
    reader = _Reader(folder, blueprint, findings)
    reader.read_city()
    reader.read_divisions()
    reader.read_lists("departments", Department, blueprint.departments, "department")
    reader.read_lists("windows", Window, blueprint.windows, "window")
    reader.read_items()
    reader.read_listed()
    reader.read_decisions()
    reader.read_procedures()
    reader.read_lists("resources", Resource, blueprint.resources, "resource")
    reader.read_lists("agreements", Agreement, blueprint.agreements, "agreement")
    reader.read_calendars()
    for section in sections().values():
        reader.read_lists(section.name, section.model, blueprint.sections.setdefault(section.name, {}), section.name)
    reader.report_unread()
    return blueprint


class _Reader:
    def __init__(self, folder: Path, blueprint: Blueprint, findings: Findings) -> None:
        self.folder = folder
        self.blueprint = blueprint
        self.findings = findings
        self.read: set[Path] = set()

    def name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def files(self, pattern: str) -> Iterator[Path]:
        for path in sorted(self.folder.glob(pattern)):
            if path.is_file() and not path.name.startswith("."):
                self.read.add(path)
                yield path

    def content(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except OSError as error:
            self.findings.error(
                "E001",
                Place(self.name(path)),
                "读不了：{e}",
                "cannot be read: {e}",
                e=error.strerror or "?",
            )
            return None

    def yaml(self, path: Path) -> Place | None:
        content = self.content(path)
        return None if content is None else read_yaml(content, self.name(path), self.findings)

    def read_city(self) -> None:
        if not (self.folder / "city.yaml").is_file():
            place = Place("city.yaml")
            self.findings.error("E001", place, "城市目录里没有 city.yaml", "the city's folder holds no city.yaml")
        for path in self.files("city.yaml"):
            place_or_none = self.yaml(path)
            if place_or_none is not None:
                city = shape(City, place_or_none.document, place_or_none, self.findings)
                self.blueprint.city_entry = Entry(city, place_or_none) if city else None
        for path in self.files("people.yaml"):
            place_or_none = self.yaml(path)
            if place_or_none is not None:
                people = shape(People, place_or_none.document, place_or_none, self.findings)
                self.blueprint.people = Entry(people, place_or_none) if people else None

    def read_lists(self, folder: str, model: type[M], into: dict[str, Entry[M]], kind: str) -> None:
        """``<folder>/*.yaml``: each file holds one entry or a list of them."""
        for path in self.files(f"{folder}/*.yaml"):
            place = self.yaml(path)
            if place is None:
                self.blueprint.broken.add((kind, ANY))
                continue
            if isinstance(place.document, list):
                for index, value in enumerate(place.document):
                    self.keep(model, value, place.at(index), into, kind)
            else:
                self.keep(model, place.document, place, into, kind)

    def keep(self, model: type[M], value: Any, place: Place, into: dict[str, Entry[M]], kind: str) -> None:
        shaped = shape(model, value, place, self.findings)
        code = value.get("code") if isinstance(value, dict) else None
        if shaped is None:
            if isinstance(code, str):
                self.blueprint.broken.add((kind, code))
            return
        first = into.get(str(code))
        if first is not None:
            self.findings.error(
                "E007",
                place.at("code"),
                "“{c}” 已在 {f}:{n} 用过",
                "'{c}' is already used at {f}:{n}",
                c=code,
                f=first.place.file,
                n=first.place.at("code").line,
            )
            return
        into[str(code)] = Entry(shaped, place)

    def read_divisions(self) -> None:
        for path in self.files("divisions.yaml"):
            place = self.yaml(path)
            if place is None or not isinstance(place.document, list):
                self.blueprint.broken.add(("division", ANY))
                if place is not None:
                    self.findings.error("E003", place, "应是区划的列表", "must be a list of divisions")
                continue
            for index, value in enumerate(place.document):
                self.keep(Division, value, place.at(index), self.blueprint.divisions, "division")
        for path in self.files("divisions.csv"):
            content = self.content(path)
            text = None if content is None else decode(content, Place(self.name(path)), self.findings)
            if text is None or not self.read_division_rows(text, self.name(path)):
                self.blueprint.broken.add(("division", ANY))

    def read_division_rows(self, text: str, file: str) -> bool:
        """False if there may be divisions in the file that could not be read."""
        whole = True
        required = ("code", "name_zh", "name_en", "valid_from")
        for found in read_rows(text, file, self.findings, required=required, known=DIVISION_COLUMNS):
            if found is None:
                whole = False
                continue
            value = _division(found[1])
            self.keep(Division, value, Place(file, {(): found[0]}, value), self.blueprint.divisions, "division")
        return whole

    def read_listed(self) -> None:
        """Tables of the basic list; an item that has its own file takes the place of its row."""
        for path in self.files("items/*.csv"):
            content, file = self.content(path), self.name(path)
            text = None if content is None else decode(content, Place(file), self.findings)
            if text is None:
                self.blueprint.broken.add(("item", ANY))
                continue
            for found in read_rows(text, file, self.findings, required=REQUIRED, known=COLUMNS):
                if found is None:
                    self.blueprint.broken.add(("item", ANY))
                    continue
                value = listed_value(found[1])
                self.keep(ListedItem, value, Place(file, {(): found[0]}, value), self.blueprint.listed, "item")

    def read_items(self) -> None:
        for path in self.files("items/*/*.yaml"):
            place = self.yaml(path)
            if place is None:
                self.blueprint.broken.add(("item", path.stem))
                continue
            before = len(self.blueprint.items)
            self.keep(Item, place.document, place, self.blueprint.items, "item")
            if len(self.blueprint.items) == before:
                self.blueprint.broken.add(("item", path.stem))
            elif place.document["code"] != path.stem:
                self.findings.error(
                    "E011",
                    place.at("code"),
                    "事项编码须与文件名 {n} 相同",
                    "the code must be the file's name, {n}",
                    n=path.stem,
                )

    def read_decisions(self) -> None:
        """Decision tables as YAML or DMN; the items that use one hold it, so that a case keeps the table it was filed under."""
        paths = [*self.files("decisions/*.yaml"), *self.files("decisions/*.dmn")]
        contents = {self.name(path): content for path in paths if (content := self.content(path)) is not None}
        read = read_decisions(contents, self.findings)
        for path in paths:
            tables = [each for each in read if each.place.file == self.name(path)]
            if not tables:
                self.blueprint.broken.add(("decision", path.stem))
            for table in tables:
                self.keep_decision(table, path.stem, tables)
        self.blueprint.items = {
            code: with_decisions(entry, self.blueprint.decisions) for code, entry in self.blueprint.items.items()
        }

    def keep_decision(self, read: ReadTable, stem: str, beside: Sequence[ReadTable]) -> None:
        """One decision of a file; those behind the one that bears the file's name have names of their own."""
        code, place = read.decision.code, read.place
        first = self.blueprint.decisions.setdefault(code, Entry(read.decision, place))
        if first.place is not place:
            self.findings.error(
                "E007",
                place.at("code"),
                "“{c}” 已在 {f} 用过",
                "'{c}' is already used in {f}",
                c=code,
                f=first.place.file,
            )
        elif code != stem and not any(read.table in each.table.chain for each in beside if each.decision.code == stem):
            self.findings.error(
                "E011", place.at("code"), "决策表的编码（DMN 里是 decision 的 id）须与文件名 {n} 相同",
                "the table's code (in DMN the id of its decision) must be the file's name, {n}", n=stem,
            )  # fmt: skip

    def read_procedures(self) -> None:
        for path in self.files("procedures/*.bpmn"):
            content = self.content(path)
            place = Place(self.name(path))
            if content is None or decode(content, place, self.findings) is None:
                self.blueprint.broken.add(("procedure", path.stem))
            else:
                self.blueprint.procedures[path.stem] = Procedure(path.stem, content, place, None)

    def read_calendars(self) -> None:
        """Further notices of days off, on top of the built-in ones."""
        refused = False
        for path in self.files("calendars/*.json"):
            try:
                read_calendar(path)
            except InvalidCalendar as error:
                refused = True
                self.findings.error("E003", Place(self.name(path)), "{m}", "{m}", m=error.message)
        if refused:
            return
        folder = self.folder / "calendars"
        try:
            self.blueprint.calendar = official_calendar(folder if folder.is_dir() else None)
        except InvalidCalendar as error:
            self.findings.error("E003", Place("calendars"), "{m}", "{m}", m=error.message)

    def report_unread(self) -> None:
        """A file in a place that nobody reads is a mistake, not a comment."""
        for path in sorted(self.folder.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(self.folder).parts)
            if path.suffix not in READ_SUFFIXES or path in self.read or hidden or not path.is_file():
                continue
            self.findings.error(
                "E009",
                Place(self.name(path)),
                "没有人读这个文件：位置或后缀不对（YAML 文件用 .yaml）",
                "nothing reads this file: wrong folder or suffix (YAML files end in .yaml)",
            )


def _division(row: dict[str, str]) -> dict[str, Any]:
    value: dict[str, Any] = {"code": row["code"], "name": {"zh": row["name_zh"], "en": row["name_en"]}}
    for column in ("parent", "valid_from", "valid_to"):
        if row.get(column):
            value[column.replace("_", "-")] = row[column]
    if row.get("statistical"):
        spoken = {"true": True, "false": False}
        value["statistical"] = spoken.get(row["statistical"], row["statistical"])
    return value
