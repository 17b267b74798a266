"""Looking through the whole list: items complete and listed, departments, windows; and the guide of what is only listed."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from weimin.kernel.catalogue import api as catalogue
from weimin.modules.portal.matters import matters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

BUDGET = 6
ROWS = re.compile(r'href="/items/([a-z0-9-]+)/"')


def page(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def main_part(address: str) -> str:
    return page(address).split('<main id="main"')[1].split("</main>")[0]


def everything() -> int:
    return len(catalogue.items()) + len(catalogue.listed_items())


def test_all_matters_are_reached_page_by_page_from_a_to_z() -> None:
    found: list[str] = []
    for number in range(1, everything() // 40 + 2):
        found += dict.fromkeys(ROWS.findall(main_part(f"/items/?page={number}")))
    assert len(found) == len(set(found)) == everything()
    letters = re.findall(r"<h3 id=\"l-\d+\">(.)</h3>", main_part("/items/"))
    assert letters == sorted(letters)
    assert letters[0] == "A"


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("theme=veterans", lambda row: row.theme == "veterans"),
        ("department=ylj", lambda row: "ylj" in row.departments),
        ("way=online&theme=care", lambda row: row.online and row.theme == "care"),
        ("way=window&theme=tax", lambda row: not row.online and row.theme == "tax"),
        ("letter=G&theme=home", lambda row: row.theme == "home" and row.letter == "G"),
    ],
)
def test_the_list_is_narrowed_by_theme_department_way_and_letter(query: str, holds: object) -> None:
    rows = matters(revision_id=catalogue.active_revision().pk)
    wanted = {row.code for row in rows if holds(row)}  # type: ignore[operator]
    assert wanted
    assert set(ROWS.findall(main_part(f"/items/?{query}"))) == wanted


@pytest.mark.parametrize(
    "query", ["theme=nothing", "department='", "letter=%00", "page=99999", "page=-1", "way=sideways"]
)
def test_what_nobody_offers_is_no_error(query: str) -> None:
    assert "全部事项" in page(f"/items/?{query}")


def test_lists_keep_their_price_whatever_they_hold() -> None:
    for address in ("/items/", "/items/?theme=open-shop", "/departments/", "/departments/scjg/", "/windows/", "/"):
        page(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(address)
        assert len(asked) <= BUDGET, (address, [each["sql"] for each in asked])


def test_a_theme_on_the_home_page_counts_what_its_list_holds() -> None:
    home = main_part("/")
    count = int(re.search(r'href="/items/\?theme=veterans">.*?</a> <span class="tag neutral">(\d+) 项', home).group(1))  # type: ignore[union-attr]
    assert count == len(set(ROWS.findall(main_part("/items/?theme=veterans"))))


def test_the_guide_of_a_listed_item_tells_what_is_known_and_offers_no_form() -> None:
    told = main_part("/items/marriage-registration/")
    for words in (
        "这件事现在到窗口办",
        "市南区民政局",
        "民法典 第一千零四十九条",
        "待核实",
        "市南区婚姻登记处",
        "每天 9:00–12:00",
        "不收费",
        "结婚证",
    ):
        assert words in told, words
    assert "<form" not in told
    assert "开始办理" not in told
    assert Client().post("/items/marriage-registration/apply/", {"handling": "new"}).status_code in {302, 404}


def test_a_listed_item_says_of_each_article_whether_it_was_read() -> None:
    read = main_part("/items/kindergarten/")
    assert "青岛市学前教育条例 第十六条第一款" in read
    assert "待核实" not in read
    mixed = main_part("/items/homestead/")
    assert mixed.count("待核实") >= 2


def test_the_guide_speaks_english_too() -> None:
    told = page("/items/marriage-registration/?lang=en")
    for words in (
        "Registration of a marriage",
        "For now this is done at the window",
        "unconfirmed",
        "Shinan marriage registry",
    ):
        assert words in told


def test_what_another_system_keeps_is_explained_and_not_taken_in(citizen: Client) -> None:
    told = citizen.get("/items/passport/").content.decode()
    assert "它在另一个系统里办理，这里不收件" in told
    assert 'action="/items/passport/apply/"' not in told
    assert "青岛市公安局出入境接待大厅" in told
    assert "不收费" not in told, "what another system charges is not known here"
    assert "身份和户籍" in told.split("您只需要准备")[1].split("</section>")[0], (
        "nothing is fetched for what is not filed here"
    )
    refused = citizen.post("/items/passport/apply/", {"handling": "new", "division": "370200"})
    assert refused.status_code == 409
    assert "还不能在网上申请" in refused.content.decode()
    by_hand = citizen.get("/items/fishing-licence/").content.decode()
    assert "这里还不收件" in by_hand


def test_words_lead_to_a_listed_item() -> None:
    assert 'href="/items/marriage-registration/"' in page("/search/?q=领结婚证")
    assert 'href="/items/vehicle-registration/"' in page("/search/?q=新买的车怎么上牌")


def test_a_department_shows_its_duties_windows_and_matters() -> None:
    told = main_part("/departments/crj/")
    for words in ("护照、往来港澳台证件", "12367", 'href="/items/passport/"', 'href="/windows/#crj-city"'):
        assert words in told
    assert Client().get("/departments/nobody/").status_code == 404


def test_every_department_and_window_is_on_its_page() -> None:
    departments = main_part("/departments/")
    assert all(f'href="/departments/{each.code}/"' in departments for each in catalogue.departments())
    windows = main_part("/windows/")
    assert all(f'id="{each.code}"' in windows for each in catalogue.windows())
    only = main_part("/windows/?division=370281")
    assert 'id="jiaozhou-general"' in only
    assert 'id="qd-general"' not in only
