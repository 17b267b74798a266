"""Template tags of the house, available in every template without ``{% load %}``."""

from typing import Any

from django import template

from weimin.lib.bilingual import Bilingual

register = template.Library()


@register.simple_tag
def t(zh: str, en: str, **values: Any) -> str:
    """One sentence in the reader's language: ``{% t "还差 {n} 样" "{n} missing" n=count %}``."""
    return str(Bilingual(zh, en).format(**values)) if values else str(Bilingual(zh, en))
