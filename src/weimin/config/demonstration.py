"""Reads ``city.yaml`` of the city in use: who it is, and whether it is a demonstration."""

import json
from pathlib import Path

import yaml
from pydantic import ValidationError

from weimin.blueprint.city import City
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = ["UnreadableCity", "read_city"]


class UnreadableCity(WeiminError):
    code = "unreadable-city"
    status = 500
    message = Bilingual(
        "读不了 {file}；用 weimin check 看看哪里不对", "{file} cannot be read; weimin check says what is wrong"
    )


def read_city(folder: Path) -> City:
    """The city of a folder. Raises ``UnreadableCity``."""
    file = folder / "city.yaml"
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        return City.model_validate_json(json.dumps(content))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, ValidationError):
        raise UnreadableCity(file=file) from None
