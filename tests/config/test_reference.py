"""The reference pages say what the code says."""

from pathlib import Path

from weimin.config.environment import SETTINGS
from weimin.config.reference import pages

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


def test_every_generated_page_is_up_to_date() -> None:
    stale = [name for name, text in pages().items() if (REFERENCE / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run `make docs`"


def test_every_setting_that_the_code_reads_is_explained_in_both_languages() -> None:
    assert [setting.name for setting in SETTINGS if not (setting.meaning.zh and setting.meaning.en)] == []


def test_no_page_names_a_path_of_one_machine() -> None:
    home = str(Path.home())
    assert [name for name, text in pages().items() if home in text or str(REFERENCE.parents[1]) in text] == []
