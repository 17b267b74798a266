"""Reads one YAML file of a blueprint into plain values, and remembers the line of every key and element.

A small, safe YAML: one document, no tags, no anchors, no aliases; ``yes`` and ``2026-01-01`` stay text; a key may stand
once. Built on libyaml's event stream, so depth and size are bounded before anything is built.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from weimin.blueprint.findings import Findings, Path, Place

__all__ = ["MAX_BYTES", "MAX_DEPTH", "decode", "read_yaml"]

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 24
MAX_NODES: Final = 100_000

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,29})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,10}")
_WORDS: Final = {"": None, "~": None, "null": None, "true": True, "false": False}


class _Refused(Exception):
    """The file cannot be read further."""


def decode(content: bytes, place: Place, findings: Findings) -> str | None:
    """The text of a file, or None with a finding: too large, not UTF-8, or holding control characters."""
    if len(content) > MAX_BYTES:
        findings.error("E001", place, "文件大于 {n} 字节，请拆开", "larger than {n} bytes: split it", n=MAX_BYTES)
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        findings.error(
            "E001",
            Place(place.file, {(): line}),
            "不是 UTF-8 编码，请另存为 UTF-8",
            "not UTF-8: save the file as UTF-8",
        )
        return None
    odd = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if odd:
        line = text.count("\n", 0, odd.start()) + 1
        findings.error(
            "E001",
            Place(place.file, {(): line}),
            "含有控制字符 U+{n:04X}，请删去",
            "holds the control character U+{n:04X}: remove it",
            n=ord(odd[0]),
        )
        return None
    return text


def read_yaml(content: bytes, file: str, findings: Findings) -> Place | None:
    """The file's values and lines as a Place, or None when it cannot be read; every reason is a finding."""
    text = decode(content, Place(file), findings)
    if text is None:
        return None
    builder = _Builder(file, findings)
    try:
        parser = yaml.CSafeLoader(text)
        while not isinstance(event := parser.get_event(), yaml.StreamEndEvent):
            builder.take(event)
    except _Refused:
        return None
    except yaml.MarkedYAMLError as error:
        _syntax(error, text, file, findings)
        return None
    except yaml.YAMLError as error:
        findings.error("E002", Place(file), "不是 YAML：{e}", "not YAML: {e}", e=str(error).splitlines()[0])
        return None
    if builder.clashes:
        return None
    return Place(file, builder.lines, builder.root)


@dataclass
class _Open:
    """A mapping or list that is being read."""

    value: Any
    path: Path
    key: str | None = None


@dataclass
class _Builder:
    file: str
    findings: Findings
    root: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0
    clashes: bool = False

    def take(self, event: Any) -> None:
        kind = type(event)
        line = event.start_mark.line + 1
        if kind is yaml.ScalarEvent:
            self.guard(event, line)
            self.scalar(event, line)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self.guard(event, line)
            self.open({} if kind is yaml.MappingStartEvent else [], line)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.stack.pop()
        elif kind is yaml.AliasEvent:
            self.refuse(line, "不支持别名“*”，请写全", "aliases ('*') are not supported: write it out")
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                self.refuse(line, "一个文件只放一个文档，请去掉“---”", "one document a file: remove the '---'")

    def guard(self, event: Any, line: int) -> None:
        if event.tag is not None:
            self.refuse(line, "不支持标签“{t}”", "tags are not supported: '{t}'", t=event.tag)
        if event.anchor is not None:
            self.refuse(line, "不支持锚点“&{t}”，请写全", "anchors are not supported: '&{t}'", t=event.anchor)
        if len(self.stack) > MAX_DEPTH or len(self.lines) > MAX_NODES:
            self.refuse(line, "嵌套太深或内容太多", "nested too deeply or too much in one file")

    def refuse(self, line: int, zh: str, en: str, **values: Any) -> None:
        self.findings.error("E002", Place(self.file, {(): line}), zh, en, **values)
        raise _Refused

    def open(self, container: Any, line: int) -> None:
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            self.refuse(line, "键必须是文字", "a key must be text")
        path = self.place_value(container, line)
        self.stack.append(_Open(container, path))

    def scalar(self, event: Any, line: int) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self.key(top, event.value, line)
            return
        plain = event.implicit[0]
        self.place_value(_plain(event.value) if plain else event.value, line)

    def key(self, top: _Open, name: str, line: int) -> None:
        path = (*top.path, name)
        if name in top.value:
            self.clashes = True
            self.findings.error(
                "E002",
                Place(self.file, {(): line}),
                "“{k}” 写了两次，前一次在第 {n} 行",
                "'{k}' is given twice, first on line {n}",
                k=name,
                n=self.lines[path],
            )
        self.lines[path] = line
        top.key = name

    def place_value(self, value: Any, line: int) -> Path:
        if not self.stack:
            self.root = value
            self.lines[()] = line
            return ()
        top = self.stack[-1]
        if isinstance(top.value, dict):
            assert top.key is not None
            path: Path = (*top.path, top.key)
            top.value[top.key] = value
            top.key = None
            return path
        path = (*top.path, len(top.value))
        top.value.append(value)
        self.lines[path] = line
        return path


def _plain(text: str) -> Any:
    """An unquoted scalar: null, true, false, integer or decimal; everything else, dates and ``yes`` too, is text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text


_PROBLEMS: Final = (
    ("tab character", "缩进用了制表符，请改成空格", "indented with a tab: use spaces"),
    ("cannot start any token", "此处有不能起头的字符（制表符、@、`、%）", "a character that cannot start a value (tab, @, `, %)"),
    ("mapping values are not allowed", "此处多了一个冒号，含冒号的文字请加引号", "a colon too many: quote text that holds one"),
    ("could not find expected ':'", "缺少冒号", "a colon is missing"),
    ("unexpected end of stream", "引号没有闭合", "a quote is not closed"),
    ("did not find expected key", "缩进与上文不齐", "the indentation does not match the lines above"),
    ("expected '-' indicator", "列表中混入了键", "a key among the elements of a list"),
    ("did not find expected ',' or", "花括号或方括号里缺逗号，或没有闭合", "a comma or a closing bracket is missing"),
    ("did not find expected node", "括号没有闭合", "a bracket is not closed"),
    ("undefined alias", "不支持别名“*”，请写全", "aliases ('*') are not supported: write it out"),
)  # fmt: skip


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str, findings: Findings) -> None:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    problem = error.problem or "?"
    place = Place(file, {(): line})
    lines = text.splitlines()
    around = lines[max(0, line - 2) : line]
    if any("\uff1a" in each and ":" not in each for each in around):
        findings.error(
            "E002", place, "键后面用了全角冒号“：”，请改成半角“:”", "a full-width colon after a key: use ':'"
        )
        return
    for part, zh, en in _PROBLEMS:
        if part in problem:
            findings.error("E002", place, zh, en)
            return
    findings.error("E002", place, "不是 YAML：{p}", "not YAML: {p}", p=problem)
