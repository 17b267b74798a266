"""Why a list is not imported at all. A row that is left out is no error: it stands in the report."""

from collections.abc import Iterable
from typing import Any

from weimin.blueprint.findings import Finding
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = ["CityExists", "CityNotSound", "ImportRefused", "NoHeader", "NoRows", "OtherImportRuns", "UnreadableList"]


class ImportRefused(WeiminError):
    """Nothing was written. ``reason`` says what to do."""

    code = "import-refused"
    message = Bilingual("{where}：{reason}", "{where}: {reason}")

    def __init__(self, where: object, zh: str, en: str, **values: Any) -> None:
        super().__init__(where=where, reason=Bilingual(zh, en).format(**values))


class UnreadableList(ImportRefused):
    """The file is not what its reader can take: truncated, another format, too large."""

    code = "import-unreadable"


class NoHeader(ImportRefused):
    """No line names the columns that are needed."""

    code = "import-no-header"


class NoRows(ImportRefused):
    """Not one row can be imported."""

    code = "import-no-rows"


class CityExists(ImportRefused):
    """The folder for a new city is taken."""

    code = "import-city-exists"


class OtherImportRuns(ImportRefused):
    """Two imports into one city would not know of each other's codes."""

    code = "import-other-runs"


class CityNotSound(ImportRefused):
    """The city has errors, before the import or with it; ``findings`` are those errors."""

    code = "import-city-not-sound"

    def __init__(self, where: object, findings: Iterable[Finding], zh: str, en: str) -> None:
        self.findings = tuple(findings)
        super().__init__(where, zh, en)
