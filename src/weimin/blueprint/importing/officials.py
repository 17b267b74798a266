"""People of a staff list. Only a demonstration city keeps its officials, invented ones, in its folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from weimin.blueprint.blueprint import Blueprint
from weimin.blueprint.city import DemoOfficial
from weimin.blueprint.importing.changes import Change
from weimin.blueprint.importing.doubts import Report
from weimin.blueprint.importing.insertion import add_entries
from weimin.blueprint.importing.names import unused
from weimin.blueprint.importing.publishing import NewFile
from weimin.blueprint.importing.tables import Row
from weimin.blueprint.importing.values import is_code
from weimin.blueprint.importing.yamlout import dump
from weimin.lib.identifiers import check_personal_name, normalise_personal_name

__all__ = ["Officials"]

PEOPLE = "people.yaml"


class Officials:
    def __init__(self, folder: Path, city: Blueprint, report: Report) -> None:
        self.folder = folder
        self.report = report
        self.changes: list[Change] = []
        entry = city.city_entry
        self.demonstration = entry is not None and entry.value.demonstration
        people = city.people.value if city.people else None
        self.standing: Sequence[DemoOfficial] = people.officials if people else []
        self.citizens = {person.login for person in people.persons} if people else set()
        self.new: dict[str, dict[str, Any]] = {}

    def person(self, row: Row, post: str) -> None:
        """Appoint the person of a row to its post, or leave the row out with the reason."""
        if row.spot in self.report.quarantined or not post:
            return
        name, login = normalise_personal_name(row.get("person")), row.get("login").lower()
        if not self.demonstration:
            self._refused(
                row, "I125", "不是演示城市：岗位 {p} 已在城市里，任职请在系统里办理，姓名不写入文件",
                "not a demonstration city: the post {p} is in the city, appoint the person in the system; no name is written into files",
                p=post,
            )  # fmt: skip
        elif problem := check_personal_name(name):
            self._refused(row, "I123", "{v}", "{v}", v=problem)
        elif login and not is_code(login):
            self._refused(
                row, "I124", "登录名“{v}”须是小写字母、数字和连字符，以字母开头",
                "the login '{v}' must be lower-case letters, digits and hyphens, beginning with a letter", v=login,
            )  # fmt: skip
        else:
            self._appoint(row, name, login, post)

    def _appoint(self, row: Row, name: str, login: str, post: str) -> None:
        holder = self._standing(name, login, post)
        if holder is not None:
            self._compare(row, holder, name, post)
            return
        if login in self.citizens:
            self._refused(row, "I124", "登录名“{v}”是一位市民的", "the login '{v}' is a citizen's", v=login)
            return
        own = self._own(name, login, post)
        if own is None:
            department, _slash, code = post.partition("/")
            taken = {each.login for each in self.standing} | self.citizens | set(self.new)
            login = login or unused(f"{department}-{code}", taken)
            own = self.new[login] = {"login": login, "name": name, "posts": []}
        if own["name"] != name:
            self._refused(
                row, "I124", "登录名“{v}”在前面的行里是 {n}", "the login '{v}' is {n}'s in an earlier row",
                v=login, n=own["name"],
            )  # fmt: skip
        elif post not in own["posts"]:
            own["posts"].append(post)
            self.changes.append(
                Change(row.spot, "+", "{n}（{l}）任 {p}", "{n} ({l}) fills {p}", n=name, l=own["login"], p=post)
            )  # fmt: skip

    def _standing(self, name: str, login: str, post: str) -> DemoOfficial | None:
        """The city's official of that login; without one, of that name in the department."""
        department = post.partition("/")[0]
        for official in self.standing:
            offices = {each.partition("/")[0] for each in official.posts}
            if (official.login == login) if login else (official.name == name and department in offices):
                return official
        return None

    def _own(self, name: str, login: str, post: str) -> dict[str, Any] | None:
        """An official of this list: of that login; without one, of that name in the department."""
        if login:
            return self.new.get(login)
        department = post.partition("/")[0]
        return next(
            (
                o
                for o in self.new.values()
                if o["name"] == name and any(p.partition("/")[0] == department for p in o["posts"])
            ),
            None,
        )

    def _compare(self, row: Row, holder: DemoOfficial, name: str, post: str) -> None:
        if holder.name != name:
            self._refused(
                row, "I124", "登录名“{v}”在城市里是 {n}", "the login '{v}' is {n}'s in the city",
                v=holder.login, n=holder.name,
            )  # fmt: skip
        elif post not in holder.posts:
            self.report.add(
                "I251", row.spot, "{n}（{l}）在城市里任 {o}，清单写 {p}；未改动，请在 people.yaml 里修改",
                "{n} ({l}) fills {o} in the city, the list says {p}: left as it is, change it in people.yaml",
                n=name, l=holder.login, o=", ".join(holder.posts), p=post,
            )  # fmt: skip
        else:
            self.changes.append(
                Change(row.spot, "=", "{n}（{l}）已任 {p}", "{n} ({l}) fills {p} already", n=name, l=holder.login, p=post)
            )  # fmt: skip

    def _refused(self, row: Row, code: str, zh: str, en: str, **values: object) -> None:
        self.report.leave_out(code, row.spot, row.stood, zh, en, **values)

    def files(self, path: Path) -> dict[str, NewFile]:
        if not self.new:
            return {}
        officials = list(self.new.values())
        file = self.folder / PEOPLE
        if not file.is_file():
            comment = f"自 {path.name} 导入 / imported from {path.name}"
            return {PEOPLE: NewFile(dump({"officials": officials}, comments=[comment]).encode())}
        before = file.read_bytes()
        outcome = add_entries(before.decode("utf-8-sig"), PEOPLE, (), "officials", officials)
        return {PEOPLE: NewFile(outcome.encode(), before)}
