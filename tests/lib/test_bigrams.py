import pytest

from weimin.lib.bigrams import normalise, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开饭店", ["开饭", "饭店"]),
        ("狗", ["狗"]),
        ("养犬 登记", ["养犬", "登记"]),
        ("ＷｉＦｉ覆盖", ["wifi", "覆盖"]),
        ("A-1 类", ["a", "1", "类"]),
        ("䶮字", ["䶮字"]),
        ("𠮷野家", ["𠮷野", "野家"]),
        ("阿依古丽·买买提", ["阿依", "依古", "古丽", "买买", "买提"]),
        ("snake_case", ["snake", "case"]),
        ("", []),
        ("，。！ ", []),
    ],
)
def test_terms_are_pairs_of_chinese_characters_and_words_of_other_letters(text: str, expected: list[str]):
    assert terms(text) == expected


def test_an_index_also_holds_each_character():
    assert terms("开饭店", single=True) == ["开饭", "饭店", "开", "饭", "店"]


def test_the_same_text_is_the_same_whatever_its_width_and_case():
    assert normalise(" ＡＢＣ１２ ") == normalise("abc12") == "abc12"
