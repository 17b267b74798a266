"""The front door of imports: an office's list of items or of staff becomes files of a city. Knows no Django.

Everything is read and compiled before anything is written; what a row lacks or contradicts is told with its place.
"""

from weimin.blueprint.importing.changes import Change
from weimin.blueprint.importing.columns import Columns, read_map
from weimin.blueprint.importing.doubts import DOUBTS, Doubt, Report, Severity, Spot
from weimin.blueprint.importing.errors import CityNotSound, ImportRefused
from weimin.blueprint.importing.lists import Imported, Options, import_items
from weimin.blueprint.importing.records import read_rows
from weimin.blueprint.importing.staff import import_staff
from weimin.blueprint.importing.tables import Row

__all__ = [
    "DOUBTS",
    "Change",
    "CityNotSound",
    "Columns",
    "Doubt",
    "ImportRefused",
    "Imported",
    "Options",
    "Report",
    "Row",
    "Severity",
    "Spot",
    "import_items",
    "import_staff",
    "read_map",
    "read_rows",
]
