"""A list of items → a city: read, told, drafted, compiled, written."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from weimin.blueprint.blueprint import Blueprint
from weimin.blueprint.compiler import Compiled
from weimin.blueprint.importing.changes import Change
from weimin.blueprint.importing.columns import ITEM_COLUMNS, read_map
from weimin.blueprint.importing.departments import DepartmentDraft, draft_departments
from weimin.blueprint.importing.doubts import Report, Spot
from weimin.blueprint.importing.errors import ImportRefused, NoRows
from weimin.blueprint.importing.items import Choices, ItemDraft, draft_item, item_codes, kind_of
from weimin.blueprint.importing.names import unused
from weimin.blueprint.importing.places import settle_divisions
from weimin.blueprint.importing.publishing import (
    NewFile,
    alone,
    compiled_or_refused,
    finish_interrupted,
    publish,
    rehearse,
)
from weimin.blueprint.importing.records import ItemRecord, read_items
from weimin.blueprint.importing.skeleton import GENERIC_PROCEDURE, THEMES, city_files, generic_procedure
from weimin.blueprint.importing.yamlout import dump

__all__ = ["Imported", "Options", "Progress", "existing_city", "import_items"]

Progress = Callable[[int, int], None]
"""Rows done, rows in all."""


@dataclass(frozen=True)
class Options:
    """``city``: the folder; ``new``: it is made, else it is added to. Empty words leave the choice to the list."""

    city: Path
    new: bool
    columns: Path | None = None
    division: str = ""
    theme: str = ""
    procedure: str = ""
    name: str = ""
    name_en: str = ""
    replace: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Imported:
    """``written``: files under the city's folder. ``kept``: items that the city has already. ``resumed``: files of an
    earlier import, cut short, that this one first carried to its end."""

    city: Path
    report: Report
    compiled: Compiled
    written: tuple[str, ...]
    kept: tuple[str, ...] = ()
    resumed: int = 0
    changes: tuple[Change, ...] = ()


def import_items(
    path: Path, options: Options, *, today: date, progress: Progress = lambda _done, _all: None
) -> Imported:
    """Import a list of items. Raises ``ImportRefused`` with nothing written; a bad row is only left out."""
    report = Report()
    columns = ITEM_COLUMNS
    if options.columns is not None:
        columns = columns.mapped(read_map(options.columns, columns))
    records = read_items(path, report, columns=columns)
    if not options.new and not options.city.is_dir():
        raise ImportRefused(options.city, "没有这个城市目录", "there is no such city folder")
    with nullcontext() if options.new else alone(options.city):
        resumed = 0 if options.new or options.dry_run else finish_interrupted(options.city)
        city = None if options.new else existing_city(options.city, today=today)
        plan = _Plan(options, city, report, today)
        files = plan.files(records, path, progress)
        if options.dry_run:
            compiled = rehearse(None if options.new else options.city, files, today=today)
        elif files:
            compiled = publish(options.city, files, new=options.new, today=today)
        else:
            compiled = _sound(options.city, today=today)
        return Imported(options.city, report, compiled, tuple(files), tuple(plan.kept), resumed)


def _sound(city: Path, *, today: date) -> Compiled:
    return compiled_or_refused(
        city, today=today, zh="这个城市自身有错误；先用 weimin check 改好", en="the city itself has errors: mend them first (weimin check)"
    )  # fmt: skip


def existing_city(city: Path, *, today: date) -> Blueprint:
    return _sound(city, today=today).blueprint


@dataclass
class _Plan:
    options: Options
    city: Blueprint | None
    report: Report
    today: date
    kept: list[str] = field(default_factory=list)

    def files(self, records: Sequence[ItemRecord], path: Path, progress: Progress) -> dict[str, NewFile]:
        """The files in the order in which they need one another: procedure, divisions, city, departments, items."""
        places = settle_divisions(records, self.options.division, self.city, self.report)
        records = [record for record in records if record.get("division") in places.of_cell]
        province = places.main[:2]
        kinds = [(record, kind) for record in records if (kind := kind_of(record, province, self.report))]
        if not kinds:
            raise NoRows(path.name, *self._why())
        records = [record for record, _kind in kinds]
        departments = draft_departments(records, places.of_department, self.city, self.report)
        choices = self.choices(places.of_cell)
        files = self.skeleton(places.of_cell, places.main, {kind for _record, kind in kinds})
        files |= self.department_files(departments, path)
        taken = {*self.city.items, *self.city.only_listed} if self.city else set()
        codes = item_codes(records, departments, taken)
        rows = self.listed_codes()
        codes = [
            rows.pop((departments[record.department].code, record.name, kind), code)
            for (record, kind), code in zip(kinds, codes, strict=True)
        ]
        drafts: list[ItemDraft] = []
        for number, ((record, kind), code) in enumerate(zip(kinds, codes, strict=True), 1):
            draft = draft_item(record, code, kind, departments[record.department], choices, self.report)
            drafts.append(draft)
            progress(number, len(records))
        self.same_names(drafts)
        for draft in drafts:
            files |= self.item_file(draft)
        self.told_defaults(drafts, path, choices)
        return files if any(name.startswith("items/") for name in files) else {}

    def _why(self) -> tuple[str, str]:
        reasons = Counter(doubt.code for doubt in self.report.doubts if doubt.code.startswith("I1"))
        told = ", ".join(f"{code} × {number}" for code, number in reasons.most_common()) or "-"
        first = next((doubt for doubt in self.report.doubts if doubt.code.startswith("I1")), None)
        example = f" ({first})" if first else ""
        return f"没有一行可以导入：{told}{example}", f"not one row can be imported: {told}{example}"

    def choices(self, divisions: Mapping[str, str]) -> Choices:
        procedure = self.options.procedure or GENERIC_PROCEDURE
        if self.city is None:
            if procedure != GENERIC_PROCEDURE:
                raise ImportRefused(
                    "--procedure", "新城市里只有 {p}", "a new city has only {p}", p=GENERIC_PROCEDURE
                )  # fmt: skip
            return Choices(procedure, {kind: kind for kind in THEMES}, divisions, {})
        known = [*self.city.procedures, GENERIC_PROCEDURE]
        if procedure not in known:
            raise ImportRefused("--procedure", "没有流程 {p}", "there is no procedure {p}", p=procedure)
        return Choices(procedure, self.themes(self.city), divisions, self.theme_names(self.city))

    def theme_names(self, city: Blueprint) -> dict[str, str]:
        assert city.city_entry is not None
        themes = city.city_entry.value.themes
        return {theme.code: theme.code for theme in themes} | {theme.name.zh: theme.code for theme in themes}

    def themes(self, city: Blueprint) -> dict[str, str]:
        """Kind → theme: the one asked for, else where the city keeps most items of the kind, else its first."""
        names = self.theme_names(city)
        if self.options.theme:
            if self.options.theme not in names:
                raise ImportRefused("--theme", "没有主题 {t}", "there is no theme {t}", t=self.options.theme)
            return dict.fromkeys(THEMES, names[self.options.theme])
        used: dict[str, Counter[str]] = {}
        for entry in city.items.values():
            used.setdefault(entry.value.kind.value, Counter())[entry.value.theme] += 1
        first = next(iter(names.values()))
        return {kind: used[kind].most_common(1)[0][0] if kind in used else first for kind in THEMES}

    def skeleton(self, divisions: Mapping[str, str], main: str, kinds: set[str]) -> dict[str, NewFile]:
        files: dict[str, NewFile] = {}
        procedure = self.options.procedure or GENERIC_PROCEDURE
        if procedure == GENERIC_PROCEDURE and (self.city is None or procedure not in self.city.procedures):
            files[f"procedures/{GENERIC_PROCEDURE}.bpmn"] = NewFile(generic_procedure())
        if self.city is None:
            name = self.options.name or f"区划 {main}"
            english = self.options.name_en or ("" if self.options.name else f"Division {main}")
            texts = city_files(
                self.options.city.name, name, english, set(divisions.values()), main, kinds, today=self.today
            )
            files |= {file: NewFile(content.encode()) for file, content in texts.items()}
        return files

    def department_files(self, departments: Mapping[str, DepartmentDraft], path: Path) -> dict[str, NewFile]:
        """One file for the new departments of each division, under a name that is free."""
        by_division: dict[str, list[DepartmentDraft]] = {}
        for draft in departments.values():
            if draft.document is not None:
                by_division.setdefault(str(draft.document["division"]), []).append(draft)
        taken = {file.stem for file in (self.options.city / "departments").glob("*.yaml")} if self.city else set()
        files: dict[str, NewFile] = {}
        for division, drafts in by_division.items():
            parts = [dump([draft.document], comments=draft.comments) for draft in drafts]
            head = (
                f"# 自 {path.name} 导入；岗位是流程所需的通用岗位，请按实际修改\n"
                f"# imported from {path.name}; the posts are the generic ones that the procedure needs: adapt them\n"
            )
            name = unused(f"imported-{division}", taken)
            files[f"departments/{name}.yaml"] = NewFile((head + "".join(parts)).encode())
        return files

    def item_file(self, draft: ItemDraft) -> dict[str, NewFile]:
        """Nothing for an item that the city has, unless it is to be replaced."""
        known = self.known(draft)
        if known is None:
            content = dump(draft.document, comments=draft.comments).encode()
            return {draft.file: NewFile(content)}
        file, code = known
        before = (self.options.city / file).read_bytes()
        content = dump({**draft.document, "code": code}, comments=draft.comments).encode()
        if content == before:
            self.kept.append(file)
            return {}
        if not self.options.replace:
            self.kept.append(file)
            self.report.add(
                "I304", draft.record.spot, "城市里已有（{f}），未改动；--replace 可重写",
                "the city has it ({f}): left as it is, --replace writes it anew", f=file,
            )  # fmt: skip
            return {}
        return {file: NewFile(content, before)}

    def listed_codes(self) -> dict[tuple[str, str, str], str]:
        """Department, name and kind of a row of the city's basic list → its code: the imported item takes its place."""
        rows = [entry.value for entry in self.city.only_listed.values()] if self.city else []
        return {
            (department, row.name.zh, row.kind.value): row.code
            for row in rows
            for department in (row.department, row.accepts)
            if department is not None
        }

    def known(self, draft: ItemDraft) -> tuple[str, str] | None:
        """File and code of the city's item with the same implementation code, or of that name in the department."""
        listed = draft.record.get("code")
        if listed and ("code", listed) in self.standing:
            return self.standing["code", listed]
        same_name = ("name", f"{draft.department} {draft.record.name}")
        return self.standing.get(same_name) if not (listed and same_name in self.coded) else None

    @cached_property
    def standing(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Implementation code, or department and name → file and code of the city's item."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for entry in self.city.items.values() if self.city else ():
            for each in entry.value.implementations:
                found.setdefault(
                    ("name", f"{each.decides} {entry.value.name.zh}"), (entry.place.file, entry.value.code)
                )
                if each.code:
                    found.setdefault(("code", each.code), (entry.place.file, entry.value.code))
        return found

    @cached_property
    def coded(self) -> set[tuple[str, str]]:
        """Department and name of the city's items that have an implementation code: another code is another item."""
        entries = self.city.items.values() if self.city else ()
        return {("name", f"{i.decides} {e.value.name.zh}") for e in entries for i in e.value.implementations if i.code}

    def same_names(self, drafts: Sequence[ItemDraft]) -> None:
        first: dict[tuple[str, str], Spot] = {}
        for draft in drafts:
            key = (draft.department, draft.record.name)
            if key in first:
                self.report.add(
                    "I231", draft.record.spot, "与 {f} 同部门同名而编码不同；两项都导入了，请核对",
                    "same department and name as {f}, another code: both were imported, please check", f=first[key],
                )  # fmt: skip
            first.setdefault(key, draft.record.spot)

    def told_defaults(self, drafts: Sequence[ItemDraft], path: Path, choices: Choices) -> None:
        chosen = {"theme": self.options.theme, "procedure": self.options.procedure}
        for name, zh, en in _defaults(choices):
            number = 0 if chosen.get(name) else sum(name in draft.defaults for draft in drafts)
            if number:
                self.report.add("I303", Spot(path.name), f"{{n}} 项{zh}", f"{{n}} items {en}", n=number)
        if self.city is None and not self.options.name:
            self.report.add(
                "I303", Spot(path.name), "清单没有地区名称；用 --name、--name-en 给出",
                "the list does not name the place: give --name and --name-en",
            )  # fmt: skip


def _defaults(choices: Choices) -> Iterator[tuple[str, str, str]]:
    yield "statutory", "没有法定时限：按行政许可法第四十二条 20 个工作日填写，confirmed: false，承诺同法定（清单有承诺的照录）", \
        "without a statutory limit: 20 working days by art. 42 of the Administrative Licence Law, confirmed: false, the promise equal unless listed"  # fmt: skip
    yield "basis", "没有法定依据：check 会提示 T007", "without a legal basis: check will say T007"
    yield (
        "audience",
        "没有服务对象：写成个人、个体工商户、法人都可申请",
        "that do not say who may apply: written as open to all",
    )
    yield (
        "english",
        "没有英文名称：用拼音草稿，并在 notes 里说明",
        "without an English name: a pinyin draft, labelled in 'notes'",
    )
    yield "theme", "没有主题：按类型归类（--theme 可指定）", "without a theme: grouped by kind (--theme can name one)"
    yield (
        "procedure",
        f"没有流程：用通用流程 {choices.procedure}",
        f"without a procedure: the generic {choices.procedure}",
    )
