"""Departments and posts of a staff list, beside those that the city has."""

import difflib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from weimin.blueprint.blueprint import Blueprint, Entry
from weimin.blueprint.city import Department, Role
from weimin.blueprint.findings import Path as Route
from weimin.blueprint.importing.changes import Change
from weimin.blueprint.importing.departments import named_department
from weimin.blueprint.importing.doubts import Report
from weimin.blueprint.importing.insertion import add_entries
from weimin.blueprint.importing.names import english_draft, initials, letters_of, unused
from weimin.blueprint.importing.places import division_code
from weimin.blueprint.importing.publishing import NewFile
from weimin.blueprint.importing.staffwords import POST_CODES, POST_NAMES, roles_of_words
from weimin.blueprint.importing.tables import Row
from weimin.blueprint.importing.values import is_code, is_letters
from weimin.blueprint.importing.yamlout import dump, text
from weimin.lib.bilingual import Bilingual
from weimin.lib.identifiers import check_credit_code, normalise_code

__all__ = ["Offices"]

DEFINING: tuple[str, ...] = (
    "division",
    "letters",
    "credit_code",
    "parent",
    "phone",
    "address",
    "duties",
    "department_en",
)


class _Unusable(Exception):
    """A department's row that cannot be used."""

    def __init__(self, code: str, zh: str, en: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.zh, self.en, self.values = code, zh, en, values


@dataclass
class _Office:
    """A department with the posts that are added to it. ``document``: of a new one; ``entry``: of one that the city has."""

    code: str
    division: str
    entry: Entry[Department] | None = None
    document: dict[str, Any] = field(default_factory=dict)
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Code → post that is added."""

    def codes(self) -> set[str]:
        return {*self.posts, *(post.code for post in (self.entry.value.posts if self.entry else []))}

    def known(self, name: str, code: str) -> tuple[str, list[str]] | None:
        """Code and roles of the post of that code or Chinese name."""
        standing = {
            post.code: (post.name.zh, [role.value for role in post.roles])
            for post in (self.entry.value.posts if self.entry else [])
        }
        every = standing | {key: (post["name"]["zh"], post["roles"]) for key, post in self.posts.items()}
        if code:
            return (code, every[code][1]) if code in every else None
        return next(((key, roles) for key, (zh, roles) in every.items() if zh == name), None)


class Offices:
    def __init__(self, folder: Path, city: Blueprint, report: Report, division: str) -> None:
        self.folder = folder
        self.city = city
        self.report = report
        self.division = division
        self.changes: list[Change] = []
        self.new: dict[str, _Office] = {}
        self.standing: dict[str, _Office] = {}

    def office(self, row: Row) -> _Office | None:
        """The department that a row speaks of, by its code or name."""
        name, code = row.get("department"), row.get("department_code")
        division = division_code(row.get("division"), self.city) or self.division
        for office in self.new.values():
            if code == office.code or name == office.document["name"]["zh"]:
                return office
        found = (named_department(self.city, code, division) if code else None) or named_department(
            self.city, name, division
        )
        if found is None:
            return None
        entry = self.city.departments[found.code]
        return self.standing.setdefault(found.code, _Office(found.code, found.division, entry))

    def department(self, row: Row) -> None:
        """Make the department of a row that defines one which the city lacks."""
        if self.office(row) is not None or not any(row.get(name) for name in DEFINING):
            return
        if row.get("post") and (not row.get("division") or self._near(row)):
            return
        try:
            document = self._document(row)
        except _Unusable as refused:
            self._refused(row, refused.code, refused.zh, refused.en, **refused.values)
            return
        self.new[document["code"]] = _Office(document["code"], document["division"], None, document)
        self.changes.append(
            Change(row.spot, "+", "部门 {c} {n}", "department {c} {n}", c=document["code"], n=row.get("department"))
        )  # fmt: skip

    def _document(self, row: Row) -> dict[str, Any]:
        name, code = row.get("department"), row.get("department_code")
        cell = row.get("division") or self.division
        division = (
            division_code(cell, self.city) if cell else self.city.city_entry and self.city.city_entry.value.division
        )
        if not name:
            raise _Unusable("I102", "没有部门名称", "no name of the department")
        if not division:
            raise _Unusable(
                "I109", "区划“{v}”不在城市的区划表里", "the division '{v}' is not in the city's table", v=cell
            )
        taken = {*self.city.departments, *self.new}
        if code and (not is_code(code) or code in taken):
            raise _Unusable(
                "I126", "部门代号“{v}”须是未用过的小写字母、数字和连字符",
                "the department's code '{v}' must be unused, of lower-case letters, digits and hyphens", v=code,
            )  # fmt: skip
        letters = row.get("letters").upper()
        used = self._letters(str(division))
        if letters and (not is_letters(letters) or letters in used):
            raise _Unusable(
                "I126", "字母代码“{v}”须是 2 至 6 个大写字母，且在本区划没有用过",
                "the letters '{v}' must be 2 to 6 capitals, unused in the division", v=letters,
            )  # fmt: skip
        document: dict[str, Any] = {
            "code": code or unused(initials(name), taken),
            "letters": letters or letters_of(name, used),
            "name": text(name, row.get("department_en") or english_draft(name)),
            "division": division,
        }
        return self._details(row, document)

    def _details(self, row: Row, document: dict[str, Any]) -> dict[str, Any]:
        if parent := row.get("parent"):
            above = named_department(self.city, parent, document["division"])
            own = next((o.code for o in self.new.values() if parent in {o.code, o.document["name"]["zh"]}), None)
            if above is None and own is None:
                raise _Unusable("I120", "没有上级部门“{v}”", "there is no department '{v}' above it", v=parent)
            document["parent"] = own or (above.code if above else "")
        if credit := normalise_code(row.get("credit_code")):
            problem = check_credit_code(credit)
            if problem is not None:
                raise _Unusable("I126", "{v}", "{v}", v=problem)
            document["credit-code"] = credit
        if phone := row.get("phone"):
            document["phone"] = phone
        for key in ("address", "duties"):
            if words := row.get(key):
                document[key] = text(words, english_draft(words))
        return document

    def _letters(self, division: str) -> set[str]:
        standing = {e.value.letters for e in self.city.departments.values() if e.value.division == division}
        return standing | {o.document["letters"] for o in self.new.values() if o.division == division}

    def _refused(self, row: Row, code: str, zh: str, en: str, **values: object) -> None:
        self.report.leave_out(code, row.spot, row.stood, zh, en, **values)

    def post(self, row: Row) -> str:
        """``department/post`` of the row, the post added if the city lacks it; empty if there is none or it cannot be."""
        if row.spot in self.report.quarantined:
            return ""
        office = self.office(row)
        if office is None:
            near = self._near(row)
            self._refused(
                row, "I120", "没有部门“{v}”{meant}；请改正，或先写一行部门（带区划代码）",
                "there is no department '{v}'{meant}: correct it, or give the department a row of its own with its division",
                v=row.get("department") or row.get("department_code"),
                meant=Bilingual(f"，是不是“{near}”", f", did you mean '{near}'") if near else "",
            )  # fmt: skip
            return ""
        if not row.get("post") and not row.get("post_code"):
            if row.get("person"):
                self._refused(row, "I121", "有姓名而没有岗位；请补上岗位", "a person without a post: add the post")
            elif office.entry is not None:
                self.changes.append(Change(row.spot, "=", "部门 {c} 已有", "department {c} is there", c=office.code))
            return ""
        return self._post_of(row, office)

    def _near(self, row: Row) -> str:
        """A department of nearly that name: a slip of the pen makes no new office."""
        names = [entry.value.name.zh for entry in self.city.departments.values()]
        return next(iter(difflib.get_close_matches(row.get("department"), names, n=1, cutoff=0.75)), "")

    def _post_of(self, row: Row, office: _Office) -> str:
        name, code = row.get("post"), row.get("post_code")
        listed = roles_of_words(row.get("roles"))
        known = office.known(name, code)
        if known is not None:
            if listed and sorted(listed) != sorted(known[1]):
                self.report.add(
                    "I251", row.spot, "岗位 {p} 已有，职责是 {o}，清单写 {n}；未改动",
                    "the post {p} is there with the roles {o}, the list says {n}: left as it is",
                    p=f"{office.code}/{known[0]}", o=", ".join(known[1]), n=", ".join(listed),
                )  # fmt: skip
            if not row.get("person"):
                self.changes.append(
                    Change(row.spot, "=", "岗位 {p} 已有", "post {p} is there", p=f"{office.code}/{known[0]}")
                )  # fmt: skip
            return f"{office.code}/{known[0]}"
        if code and not is_code(code):
            self._refused(
                row, "I126", "岗位代号“{v}”须是小写字母、数字和连字符",
                "the post's code '{v}' must be lower-case letters, digits and hyphens", v=code,
            )  # fmt: skip
            return ""
        return self._new_post(row, office, name or code, code, listed)

    def _new_post(self, row: Row, office: _Office, name: str, code: str, listed: list[str]) -> str:
        roles = listed or roles_of_words(name)
        if not roles:
            self._refused(
                row, "I122", "岗位“{n}”的职责不明；请在“办件职责”列写 {r} 之一",
                "the roles of the post '{n}' are unknown: name some of {r} in the column of roles",
                n=name, r=", ".join(role.value for role in Role),
            )  # fmt: skip
            return ""
        if not listed:
            self.report.add(
                "I252", row.spot, "岗位“{n}”的职责按名称推定为 {r}；请核对", "the roles of '{n}' were guessed from its name: {r}; please check",
                n=name, r=", ".join(roles),
            )  # fmt: skip
        main = Role(roles[0])
        code = code or unused(POST_CODES[main], office.codes())
        english = row.get("post_en") or (POST_NAMES[main] if len(roles) == 1 else english_draft(name))
        office.posts[code] = {"code": code, "name": text(name, english), "roles": roles}
        self.changes.append(
            Change(row.spot, "+", "岗位 {c} {n}（{r}）", "post {c} {n} ({r})", c=f"{office.code}/{code}", n=name, r=", ".join(roles))
        )  # fmt: skip
        return f"{office.code}/{code}"

    def files(self, path: Path) -> dict[str, NewFile]:
        """New departments in files of their own, new posts among those of the departments that stand."""
        files: dict[str, NewFile] = {}
        by_division: dict[str, list[dict[str, Any]]] = {}
        for office in self.new.values():
            document = office.document | ({"posts": list(office.posts.values())} if office.posts else {})
            by_division.setdefault(office.division, []).append(document)
        taken = {file.stem for file in (self.folder / "departments").glob("*.yaml")}
        for division, documents in by_division.items():
            name = unused(f"staff-{division}", taken)
            comment = f"自 {path.name} 导入 / imported from {path.name}"
            files[f"departments/{name}.yaml"] = NewFile(dump(documents, comments=[comment]).encode())
        return files | self._edited()

    def _edited(self) -> dict[str, NewFile]:
        files: dict[str, NewFile] = {}
        for office in self.standing.values():
            if not office.posts or office.entry is None:
                continue
            place = office.entry.place
            file = place.file
            before = files[file].before if file in files else (self.folder / file).read_bytes()
            content = files[file].content if file in files else before
            assert content is not None
            base: Route = place.base
            outcome = add_entries(content.decode("utf-8-sig"), file, base, "posts", list(office.posts.values()))
            files[file] = NewFile(outcome.encode(), before)
        return files
