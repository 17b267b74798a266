"""One index: plain words find what officials call by other names, and anything may be typed."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weimin.kernel.search import api as search
from weimin.kernel.search.index import TABLE, install_index
from weimin.kernel.search.models import SearchTerm
from weimin.lib.bigrams import terms

pytestmark = pytest.mark.django_db

FOOD = search.Document(
    "food", "食品经营许可 Food business licence", ("开饭店", "开小吃店", "餐饮许可"), "经营食品要先取得许可"
)
DOG = search.Document("dog", "养犬登记 Dog registration", ("狗证", "遛狗"), "养狗的人到派出所领取犬牌")
SIGN = search.Document("sign", "户外广告设置 Outdoor advertising", ("招牌", "广告牌"), "饭店、商店门前的大型广告")
ROAD = search.Document("road", "临时占用城市道路 Road occupation", ("占道",), "施工要占用道路的，先取得许可")
ALL = [FOOD, DOG, SIGN, ROAD]
QUESTIONS = ["开饭店", "kfd", "养够", "广告", "道路", "猫", "food"]


@pytest.fixture
def _filled() -> None:
    search.replace_documents("item", ALL)


def found(query: str, **options: object) -> list[str]:
    return [hit.code for hit in search.search(query, **options)]  # type: ignore[arg-type]


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("开饭店", "food"),
        ("我想开个饭店要什么手续", "food"),
        ("狗", "dog"),
        ("狗证", "dog"),
        ("招牌", "sign"),
        ("占道", "road"),
        ("food", "food"),
        ("ＦＯＯＤ", "food"),
        ("Outdoor Advertising", "sign"),
        ("道路", "road"),
    ],
)
def test_plain_words_find_the_item(query: str, first: str):
    assert found(query)[0] == first


@pytest.mark.usefixtures("_filled")
def test_a_name_stands_before_an_alias_and_an_alias_before_a_summary():
    word = "停车"
    search.replace_documents(
        "other",
        [
            search.Document("c-summary", "甲乙丙", (), f"{word} {word} {word} {word} {word}"),
            search.Document("b-alias", "丁戊己", (f"{word}位",), ""),
            search.Document("a-name", f"{word}场备案", (), ""),
        ],
    )
    assert found(word)[:2] == ["a-name", "b-alias"]
    assert {hit.code: hit.score for hit in search.search(word)}.keys() <= {"a-name", "b-alias", "c-summary"}


@pytest.mark.usefixtures("_filled")
def test_chance_hits_are_left_out():
    assert found("食品经营许可") == ["food"]


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "!?()*",
        '"',
        "'",
        "，。",
        "量子引力",
        "AND",
        "NOT",
        "狗 AND",
        '狗"',
        "狗*",
        "name:狗",
        "狗'; DROP TABLE",
    ],
)
def test_anything_may_be_typed(query: str):
    assert set(found(query)) <= {"dog"}


@pytest.mark.usefixtures("_filled")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_whatever_breaks_the_search(query: str):
    search.search(query)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60))
def test_what_is_indexed_is_found_by_its_own_name(name: str):
    search.replace_documents("fuzz", [search.Document("it", name)])
    assert found(name, kinds=["fuzz"]) == (["it"] if terms(name) else [])


@pytest.mark.usefixtures("_filled")
def test_a_search_costs_two_statements(django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        search.search("开饭店")


@pytest.mark.usefixtures("_filled")
def test_kinds_and_limit_narrow_the_answer():
    search.replace_documents("page", [search.Document("p1", "养犬登记须知")])
    assert found("养犬登记", kinds=["page"]) == ["p1"]
    assert len(search.search("养犬登记", limit=1)) == 1
    assert found("养犬登记", kinds=[]) == []


def test_replacing_takes_away_changes_and_leaves_other_kinds_alone():
    search.replace_documents("item", ALL)
    search.replace_documents("page", [search.Document("p1", "养犬须知")])
    search.replace_documents("item", [FOOD, search.Document("dog", "养猫登记")])
    assert found("广告") == []
    assert found("养犬") == ["p1"]
    assert found("养猫") == ["dog"]
    search.replace_documents("item", [])
    assert found("食品") == []


def test_replacing_with_the_same_documents_writes_nothing(django_assert_num_queries):
    search.replace_documents("item", ALL)
    with django_assert_num_queries(3, info="savepoint, read, release"):
        search.replace_documents("item", ALL)


def test_a_rolled_back_replacement_is_no_replacement():
    search.replace_documents("item", [FOOD])
    with transaction.atomic():
        search.replace_documents("item", [DOG])
        transaction.set_rollback(True)
    assert (found("狗证"), found("开饭店")) == ([], ["food"])


def test_a_code_stands_once_among_the_documents():
    with pytest.raises(ValueError, match="twice"):
        search.replace_documents("item", [FOOD, FOOD])


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize(
    ("query", "first", "understood"),
    [
        ("kaifandian", "food", "开饭店"),
        ("kai fan dian", "food", "开饭店"),
        ("kfd", "food", "开饭店"),
        ("kaifandain", "food", ""),
        ("我想开个范店", "food", "开饭店"),
        ("遛够", "dog", "遛狗"),
        ("养犬", "dog", ""),
        ("广牌告", "sign", "广告牌"),
        ("招排", "sign", "招牌"),
        ("advertisements", "sign", ""),
        ("advertisng", "sign", ""),
        ("给狗办证", "dog", ""),
        ("道占", "road", ""),
    ],
)
def test_pinyin_and_slips_are_understood_and_told(query: str, first: str, understood: str):
    answer = search.ask(query)
    assert (answer.hits[0].code, answer.understood) == (first, understood)


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize("query", ["请问", "谢谢", "how are you", "讲个笑话", "犬牙交错的夜晚真美好啊朋友们", "zzzz"])
def test_courtesies_and_other_talk_find_nothing(query: str):
    assert found(query) == []


def test_an_index_made_anew_answers_as_the_one_that_was_kept():
    search.replace_documents("item", ALL)
    search.replace_documents("item", [FOOD, SIGN, search.Document("dog", "养猫登记")])
    search.replace_documents("item", ALL)
    kept = [search.search(query) for query in QUESTIONS]
    counted = dict(SearchTerm.objects.values_list("term", "documents"))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")
    install_index(apps.get_app_config("search"), connection.alias)
    assert [search.search(query) for query in QUESTIONS] == kept
    assert dict(SearchTerm.objects.values_list("term", "documents")) == counted


def test_words_that_most_documents_hold_are_looked_for_together():
    many = [search.Document(f"many-{number}", f"许可{number} 登记{number}") for number in range(120)]
    search.replace_documents("item", [*many[:60], FOOD, *many[60:], search.Document("it", "食品许可登记表 经营")])
    assert found("食品经营许可")[0] == "food"
    assert found("许可登记表")[0] == "it"
