"""The tokens hold what DESIGN §7 promises: contrast of 4.5 or more in every mode, and one source for each value."""

import re

import pytest

from support.css import CSS, block, contrast, text, tokens

GROUNDS = ["paper", "surface", "sunk", "indigo-wash", "bamboo-wash", "amber-wash", "cinnabar-wash"]
INKS = ["ink", "ink-2", "ink-3", "indigo", "indigo-strong", "bamboo", "amber", "cinnabar", "cinnabar-strong"]
ON = [
    ("on-indigo", "indigo"),
    ("on-indigo", "indigo-strong"),
    ("on-cinnabar", "cinnabar"),
    ("on-cinnabar", "cinnabar-strong"),
    ("on-seal", "seal"),
]
EDGES = ["edge", "focus", "indigo", "cinnabar"]

SHEET = text("tokens.css")
THEMES = {"light": tokens(block(SHEET, '[data-theme="light"]')), "dark": tokens(block(SHEET, '[data-theme="dark"]'))}
PRINT = THEMES["light"] | tokens(block(text("print.css"), ":root[data-theme]"))
MODES = THEMES | {"print": PRINT}


def test_black_on_white_measures_twenty_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
def test_every_ink_on_every_ground_can_be_read(mode, ground, ink):
    assert contrast(MODES[mode][ink], MODES[mode][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), ON)
def test_words_on_filled_buttons_can_be_read(theme, ink, ground):
    assert contrast(THEMES[theme][ink], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("edge", EDGES)
def test_borders_of_controls_and_the_focus_stand_out(theme, ground, edge):
    assert contrast(THEMES[theme][edge], THEMES[theme][ground]) >= 3


def test_following_the_system_gives_the_same_dark_as_choosing_it():
    assert tokens(block(SHEET, ':root:not([data-theme="light"])')) == THEMES["dark"]


def test_both_themes_name_the_same_tokens():
    assert THEMES["light"].keys() == THEMES["dark"].keys()


@pytest.mark.parametrize("sheet", sorted(path.name for path in CSS.glob("*.css")))
def test_a_sheet_uses_only_tokens_that_exist(sheet):
    assert set(re.findall(r"var\(--([\w-]+)\)", text(sheet))) <= tokens(SHEET).keys() | tokens(text(sheet)).keys()


@pytest.mark.parametrize("sheet", sorted({path.name for path in CSS.glob("*.css")} - {"tokens.css", "print.css"}))
def test_colours_come_from_tokens_alone(sheet):
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", re.sub(r"\[[^\]]*\]", "", text(sheet))) == []


@pytest.mark.parametrize("sheet", sorted({path.name for path in CSS.glob("*.css")} - {"print.css"}))
def test_type_is_sized_in_rem_so_that_large_type_moves_it(sheet):
    sizes = re.findall(r"font-size:\s*([^;]+);", text(sheet))
    assert [size for size in sizes if size.endswith("px")] == []


@pytest.mark.parametrize("sheet", sorted(path.name for path in CSS.glob("*.css")))
def test_nothing_moves_unless_the_reader_allows_motion(sheet):
    calm = re.sub(
        r"@media \(prefers-reduced-motion: no-preference\) \{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}", "", text(sheet)
    )
    assert re.findall(r"(?:animation|transition):[^;]+;", calm) == []


def test_chinese_is_never_slanted_and_never_faked_bold():
    assert "font-synthesis: none" in text("base.css")
    assert [path.name for path in CSS.glob("*.css") if "font-style: italic" in text(path.name)] == []
