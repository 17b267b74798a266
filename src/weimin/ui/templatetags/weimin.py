"""Template tags of the house, available in every template without ``{% load %}``.

They live by subject in ``weimin.ui.tags``; the page ``/ui/`` shows each with its parameters.
"""

from django import template

from weimin.ui.tags import basic, case, page, questions, text

register = template.Library()
for _library in (text.register, basic.register, questions.register, case.register, page.register):
    register.tags.update(_library.tags)
    register.filters.update(_library.filters)
