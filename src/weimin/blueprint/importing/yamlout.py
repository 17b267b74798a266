"""Values → the YAML of a blueprint, written as people write it: short texts and lists on one line, no anchors."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import yaml

__all__ = ["Flow", "dump", "entry_lines", "text", "untranslated"]


class Flow(dict[str, Any]):
    """A group that stays on one line: ``{zh: 窗口, en: Window}``."""


class _FlowList(list[Any]):
    pass


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(
    Flow, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)
)
_Dumper.add_representer(
    _FlowList, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
)
_WIDTH: Final = 10_000


def text(zh: str, en: str) -> Flow:
    return Flow(zh=zh, en=en)


def untranslated(zh: str) -> Flow:
    """A sentence that nobody has translated: pinyin of a sentence helps no one, it stays Chinese in both."""
    return Flow(zh=zh, en=zh)


def dump(value: Any, *, comments: Iterable[str] = ()) -> str:
    """The document, comments first, each on one line whatever a list's cell held. What YAML 1.1 would take for a number, a date or a yes is quoted."""
    head = "".join(f"# {' '.join(line.split())}\n" for line in comments)
    return head + yaml.dump(_flowing(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


def entry_lines(entry: Mapping[str, Any], indent: int) -> str:
    """One element of a list on one line, to be set among hand-written ones: ``    - {code: legal, …}``."""
    line = yaml.dump(Flow(_flowing(entry)), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return f"{' ' * indent}- {line}"


def _flowing(value: Any) -> Any:
    """Lists of words on one line; groups as they are."""
    if isinstance(value, Flow):
        return Flow({key: _flowing(each) for key, each in value.items()})
    if isinstance(value, Mapping):
        return {key: _flowing(each) for key, each in value.items()}
    if isinstance(value, list):
        plain = all(isinstance(each, str) for each in value)
        return _FlowList(value) if plain else [_flowing(each) for each in value]
    return value
