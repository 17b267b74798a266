"""Tags of the living page alone: ``{% load living %}``."""

from django import template
from django.template import Context, Engine, Template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from weimin.ui.living import Specimen

register = template.Library()


def _template(name: str) -> Template:
    return Engine.get_default().get_template(name)


@register.simple_tag(takes_context=True)
def drawn(context: Context, specimen: Specimen) -> SafeString:
    """The specimen as a page would show it."""
    return _template(specimen.template).render(context)


@register.simple_tag
def source_of(specimen: Specimen) -> str:
    """The specimen's own template text, so that the page cannot lag behind it."""
    return str(_template(specimen.template).source).strip()


@register.simple_tag
def drawing() -> SafeString:
    """The example of a drawn procedure, as lib/procedure would give it."""
    return render_to_string("ui/living/drawing.svg")
