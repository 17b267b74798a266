"""The demonstration city: it compiles, it is as large as promised, it cites the law as the law stands."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from weimin.blueprint.api import Compiled, compile_city
from weimin.blueprint.items import Item
from weimin.blueprint.values import Article
from weimin.lib.identifiers import parse_credit_code, parse_id_number

CITY = Path(__file__).resolve().parents[2] / "cities" / "qingdao"
TODAY = date(2026, 11, 22)
NUMBER = "[一二三四五六七八九十百]+"
DIGITS = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}


@pytest.fixture(scope="module")
def city() -> Compiled:
    return compile_city(CITY, today=TODAY)


@pytest.fixture(scope="module")
def items(city: Compiled) -> list[Item]:
    return [entry.value for entry in city.blueprint.items.values()]


def test_the_city_compiles_without_a_finding(city: Compiled) -> None:
    assert [str(finding.as_json()) for finding in city.findings] == []


def test_the_city_is_as_large_as_a_day_of_government_needs(city: Compiled, items: list[Item]) -> None:
    counts = city.blueprint.counts()
    assert counts["items"] >= 40
    assert counts["items"] + counts["listed"] >= 378
    assert counts["departments"] >= 50
    assert counts["windows"] >= 60
    assert counts["procedures"] >= 8
    assert {entry.value.division[:6] for entry in city.blueprint.windows.values()} == {
        code for code in city.blueprint.divisions if len(code) == 6 and code != "370200"
    } | {"370200"}
    assert sum(len(item.handlings) > 1 for item in items) >= 3
    assert sum(any([*(f.when for f in item.form), *(m.when for m in item.materials)]) for item in items) >= 10


def test_every_matter_names_its_basis_and_what_nobody_has_read_says_so(
    city: Compiled, items: list[Item], shared_data: Path
) -> None:
    """Confirmed is only what stands in a text of the library, or in the project's own list of texts that were read."""
    listed = [entry.value for entry in city.blueprint.only_listed.values()]
    for matter in (*items, *listed):
        assert matter.basis, matter.code
    confirmed = [(row.code, article) for row in listed for article in row.basis if article.confirmed]
    assert confirmed
    for code, article in confirmed:
        assert article.article, f"{code}: {article.law} without an article cannot have been read"
        assert text_of(article.law, shared_data), f"{code}: {article.law} is not in the library"
    clocks = [(row.code, row.statutory) for row in listed if row.statutory is not None and row.statutory.confirmed]
    for code, clock in clocks:
        assert clock.article, code
    assert sum(not row.is_confirmed for row in listed) > len(listed) / 2, "most have not been read, and say so"


def test_articles_of_the_list_exist_where_the_law_is_at_hand(city: Compiled, shared_data: Path) -> None:
    cited = 0
    for row in (entry.value for entry in city.blueprint.only_listed.values()):
        references = [(article.law, article.article) for article in row.basis if article.confirmed]
        if row.statutory is not None and row.statutory.confirmed:
            law, _, reference = row.statutory.article.partition(" ")
            references.append((law, reference))
        for law_name, reference in references:
            if (law := text_of(law_name, shared_data)) is None:
                continue
            for number, paragraph, _point in places(reference):
                body = article_body(law, number)
                assert body is not None, f"{row.code}: {law_name} has no 第{number}条"
                assert paragraph <= len(paragraphs_of(body)), f"{row.code}: {law_name} 第{number}条"
                cited += 1
    assert cited >= 50


def test_the_readme_says_how_much_has_been_read(city: Compiled) -> None:
    counts, rows = city.blueprint.counts(), [entry.value for entry in city.blueprint.only_listed.values()]
    articles = [article for row in rows for article in row.basis]
    clocks = [row.statutory for row in rows if row.statutory is not None]
    said = (CITY / "README.md").read_text(encoding="utf-8")
    for zh, en in (
        (f"{counts['departments']} 个部门", f"{counts['departments']} departments"),
        (f"{counts['windows']} 个窗口", f"{counts['windows']} windows"),
        (f"{counts['items']} 个写全", f"{counts['items']} complete"),
        (f"{len(rows)} 个在目录里", f"{len(rows)} listed"),
        (f"依据 {len(articles)} 条", f"{len(articles)} references"),
        (f"读到的 {sum(a.confirmed for a in articles)} 条", f"{sum(a.confirmed for a in articles)} were read"),
        (
            f"{sum(not a.article for a in articles)} 条还没有条号",
            f"{sum(not a.article for a in articles)} have no article",
        ),
        (f"期限 {len(clocks)} 个", f"of {len(clocks)} clocks"),
    ):
        assert zh in said, zh
        assert en in said, en


def test_every_listed_matter_has_a_window_and_words_that_people_use(city: Compiled) -> None:
    listed = [entry.value for entry in city.blueprint.only_listed.values()]
    assert all(row.windows for row in listed)
    assert sum(bool(row.aliases) for row in listed) > len(listed) / 2
    assert {row.kind for row in listed} >= {
        "licence", "confirmation", "benefit", "reward", "adjudication", "levy", "other", "public-service"
    }  # fmt: skip


def test_some_records_are_kept_elsewhere(items: list[Item]) -> None:
    systems = {each.system_of_record for item in items for each in item.implementations}
    assert systems == {"weimin", "external", "manual"}


def test_it_says_on_every_page_that_it_is_a_demonstration(city: Compiled) -> None:
    assert city.blueprint.city.demonstration
    assert "虚构" in city.blueprint.city.disclaimer.zh
    assert "fictitious" in city.blueprint.city.disclaimer.en


def test_every_item_carries_examples_that_reach_an_end(items: list[Item]) -> None:
    for item in items:
        outcomes = {example.expect.outcome for example in item.tests}
        assert len(item.tests) >= 2, item.code
        assert "granted" in outcomes, item.code


def test_a_fee_stands_on_a_national_law_or_regulation_never_on_the_city_s_own_rules(items: list[Item]) -> None:
    """行政许可法 58: so of these items only the charge for the road itself (城市道路管理条例 37) is there."""
    fees = [(item.code, fee) for item in items for h in item.handlings.values() for fee in (*item.fee, *(h.fee or ()))]
    assert {code for code, _fee in fees} == {"road-works"}
    assert {fee.basis.law for _code, fee in fees} == {"城市道路管理条例"}


def test_the_letters_of_departments_are_unique_in_their_division(city: Compiled) -> None:
    seen = [(d.value.division, d.value.letters) for d in city.blueprint.departments.values()]
    assert len(seen) == len(set(seen))


def test_the_numbers_of_people_and_organisations_are_well_formed(city: Compiled) -> None:
    assert city.blueprint.people is not None
    people = city.blueprint.people.value
    codes = [entity.credit_code for entity in people.entities]
    codes += [person.trader_code for person in people.persons if person.trader_code]
    codes += [d.value.credit_code for d in city.blueprint.departments.values() if d.value.credit_code]
    for code in codes:
        parse_credit_code(code)
    for person in people.persons:
        parse_id_number(person.id_number, today=TODAY)


def test_no_identity_number_can_be_that_of_a_living_person(city: Compiled) -> None:
    """996 to 999 were given to centenarians only."""
    assert city.blueprint.people is not None
    for person in city.blueprint.people.value.persons:
        assert person.id_number[14:17] in {"996", "997", "998", "999"}
        assert int(person.id_number[6:10]) > 1940


def test_officials_and_persons_sign_in_under_different_names(city: Compiled) -> None:
    assert city.blueprint.people is not None
    people = city.blueprint.people.value
    logins = [official.login for official in people.officials] + [person.login for person in people.persons]
    assert len(logins) == len(set(logins))


def test_two_officials_can_visit_wherever_a_procedure_visits(city: Compiled, items: list[Item]) -> None:
    """行政许可法 34(3): 应当指派两名以上工作人员进行核查."""
    assert city.blueprint.people is not None
    held = [post for official in city.blueprint.people.value.officials for post in official.posts]
    graphs = city.blueprint.graphs()
    for item in items:
        for each in item.implementations:
            if each.system_of_record != "weimin":
                continue
            codes = each.handlings or list(item.handlings)
            visited = [
                c for c in codes if any(n.step == "visit" for n in graphs[item.handlings[c].procedure].nodes.values())
            ]
            if visited:
                assert held.count(f"{each.decides}/inspect") >= 2, (item.code, each.division)


def test_divisions_are_those_of_the_list(city: Compiled, shared_data: Path) -> None:
    folder = shared_data / "admin-divisions"
    wanted = {"370200": "青岛市"}
    for name, column in (("areas.csv", "cityCode"), ("streets.csv", "cityCode")):
        with (folder / name).open(encoding="utf-8") as lines:
            wanted |= {row["code"]: row["name"] for row in csv.DictReader(lines) if row[column] == "3702"}
    assert {code: entry.value.name.zh for code, entry in city.blueprint.divisions.items()} == wanted


def test_at_least_ten_items_rest_on_laws_of_the_library(items: list[Item], shared_data: Path) -> None:
    resting = {item.code for item in items if any(text_of(a.law, shared_data) for a in item.basis if "青岛" in a.law)}
    assert len(resting) >= 10


def test_every_quotation_stands_in_the_law_word_for_word(items: list[Item], shared_data: Path) -> None:
    quoted = 0
    for item in items:
        for article in articles(item):
            law = text_of(article.law, shared_data)
            if law is None or not article.text:
                continue
            for part in article.text.split("……"):
                assert part in law, f"{item.code}: {article.law} does not say: {part}"
                quoted += 1
    assert quoted >= 10


def test_every_article_and_paragraph_that_is_cited_exists(items: list[Item], shared_data: Path) -> None:
    cited = 0
    for item in items:
        for law_name, reference in citations(item):
            law = text_of(law_name, shared_data)
            if law is None:
                continue
            for number, paragraph, point in places(reference):
                body = article_body(law, number)
                assert body is not None, f"{item.code}: {law_name} has no 第{number}条"
                paragraphs = paragraphs_of(body)
                assert paragraph <= len(paragraphs), f"{item.code}: {law_name} 第{number}条 has {len(paragraphs)} 款"
                assert not point or f"（{point}）" in body, f"{item.code}: {law_name} 第{number}条 has no 第{point}项"
                cited += 1
    assert cited >= 100


def articles(item: Item) -> Iterator[Article]:
    """Articles with their law named apart: of the item, its questions and its papers."""
    yield from item.basis
    yield from (question.basis for question in item.form if question.basis is not None)
    yield from (material.basis for material in item.materials if material.basis is not None)


def citations(item: Item) -> Iterator[tuple[str, str]]:
    """Law and place, also from clocks, where both stand in one text."""
    for article in articles(item):
        yield article.law, article.article
    for handling in item.handlings.values():
        for clock in (handling.clocks.acceptance, handling.clocks.statutory, handling.clocks.issue):
            if clock is not None and " " in clock.article:
                law, _, reference = clock.article.partition(" ")
                yield law, reference


def places(reference: str) -> Iterator[tuple[str, int, str]]:
    """第三十二条第一款第四项 → (三十二, 1, 四). A paragraph that is not named is the first."""
    for match in re.finditer(f"第({NUMBER})条(?:第({NUMBER})款)?(?:第({NUMBER})项)?", reference):
        yield match[1], DIGITS[match[2]] if match[2] else 1, match[3] or ""


@cache
def text_of(law: str, shared_data: Path) -> str | None:
    """The text of a law of the library, or None where it is not there."""
    for folder in ("qingdao", "laws"):
        for path in sorted((shared_data / "policy-texts" / folder).glob("*.md")):
            if re.fullmatch(re.escape(law) + r"\(\d{4}-\d{2}-\d{2}\)", path.stem):
                return path.read_text(encoding="utf-8").partition("INFO END -->")[2]
    return None


def article_body(law: str, number: str) -> str | None:
    match = re.search(rf"^第{number}条(?P<body>[　\s].*?)(?=^第{NUMBER}条|\Z)", law, re.MULTILINE | re.DOTALL)
    return match["body"] if match else None


def paragraphs_of(body: str) -> list[str]:
    """款: the lines of an article that are neither points （一） nor headings."""
    lines = [line.strip() for line in body.splitlines()]
    return [line for line in lines if line and not line.startswith(("（", "(", "#"))]
