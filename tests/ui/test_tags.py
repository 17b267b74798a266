"""The parts, drawn from templates as pages use them."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from weimin.lib.bilingual import Bilingual, using_language
from weimin.lib.workdays import Period, Unit, due_on, official_calendar
from weimin.ui.api import Act, Choice, Column, Entry, Fact, Link, Task
from weimin.ui.words import LAW_ZONE

NOW = datetime(2026, 11, 26, 10, 20, tzinfo=LAW_ZONE)


def draw(source, **context):
    request = RequestFactory().get("/list/?q=dog&page=2")
    return Template(source).render(Context({"now": NOW, "request": request} | context))


def test_a_sentence_is_said_in_the_readers_language():
    source = '{% t "还差 {n} 样" "{n} missing" n=2 %}'
    assert draw(source) == "还差 2 样"
    with using_language("en"):
        assert draw(source) == "2 missing"


def test_what_people_typed_is_never_markup():
    assert "<b>" not in draw("{% button name %}{% tag name %}", name="<b>x</b>")
    assert "<b>" not in draw('{% question "a" label value=value %}', label="<b>", value='"><b>')
    assert "<b>" not in draw("{% links rows %}", rows=[Link("<b>x</b>", detail="<b>y</b>")])


def test_words_in_both_languages_can_be_given_as_one_value():
    with using_language("en"):
        assert "Save" in draw("{% button label %}", label=Bilingual("保存", "Save"))


def test_filters_show_nothing_for_nothing():
    assert (
        draw('{{ none|day:now }}|{{ none|money }}|{{ empty|number }}|{{ none|period:"day" }}', none=None, empty="")
        == "|||"
    )


def test_filters_speak_the_readers_language():
    source = '{{ on|day:now }} {{ fee|money }} {{ 8|period:"workday" }}'
    assert draw(source, on=date(2026, 12, 3), fee=Decimal("12.5")) == "12 月 3 日 12.50 元 8 个工作日"
    with using_language("en"):
        assert draw(source, on=date(2026, 12, 3), fee="12.5") == "3 December ¥12.50 8 working days"


def test_a_moment_is_also_readable_by_machines():
    shown = draw("{% moment at %}", at=datetime(2026, 11, 20, 14, 40, tzinfo=LAW_ZONE))
    assert shown == '<time datetime="2026-11-20T14:40+08:00">11 月 20 日 14:40</time>'
    assert draw("{% moment on %}", on=date(2025, 3, 8)) == '<time datetime="2025-03-08">2025 年 3 月 8 日</time>'


def test_a_button_that_may_not_be_pressed_says_why():
    shown = draw('{% button "签发" "Sign" href="/x" why_not="须由首席签发" %}')
    assert "disabled" in shown
    assert "须由首席签发" in shown
    assert "href" not in shown


def test_a_button_with_a_dialog_still_leads_to_its_own_page():
    shown = draw('{% button "撤回" "Withdraw" href="/withdraw" dialog="sure" %}')
    assert 'href="/withdraw"' in shown
    assert 'data-dialog="sure"' in shown


def test_a_question_ties_its_hint_and_its_error_to_the_answer():
    shown = draw('{% question "area" "面积" "Area" hint="例如 86" error="要写数字" value="x" %}')
    assert 'aria-describedby="id_area-hint id_area-error"' in shown
    assert 'aria-invalid="true"' in shown
    assert '<label for="id_area"' in shown
    assert 'value="x"' in shown


def test_a_group_of_choices_has_a_legend_and_keeps_what_was_chosen():
    rows = [Choice("a", "甲"), Choice("b", "乙", help="说明"), Choice("c", "丙", disabled=True)]
    shown = draw('{% question "k" "哪一种" "Which" kind="radio" choices=rows value="b" %}', rows=rows)
    assert "<fieldset" in shown
    assert "<legend>哪一种" in shown
    assert shown.count("checked") == 1
    assert shown.index('value="b"') < shown.index("checked") < shown.index('value="c"')


def test_several_boxes_can_be_ticked():
    rows = [Choice("a", "甲"), Choice("b", "乙"), Choice("ab", "丙")]
    shown = draw(
        '{% question "k" "哪些" "Which" kind="checkboxes" choices=rows value=chosen %}', rows=rows, chosen=["a", "ab"]
    )
    assert shown.count("checked") == 2


@pytest.mark.parametrize("given", [date(2026, 12, 1), "2026-12-1", {"year": 2026, "month": 12, "day": 1}])
def test_a_date_in_three_parts_shows_what_was_given(given):
    shown = draw('{% question "d" "哪天" "When" kind="date-parts" value=given %}', given=given)
    assert 'name="d_year" value="2026"' in shown
    assert 'name="d_month" value="12"' in shown
    assert 'name="d_day" value="1"' in shown


def test_the_error_summary_leads_to_the_fields():
    shown = draw("{% errors rows %}", rows=[("id_a", "要写数字"), ("id_b", "不能为空")])
    assert 'href="#id_a"' in shown
    assert "有 2 处需要改" in shown
    assert draw("{% errors none %}", none=None).strip() == ""


def test_a_table_names_its_cells_for_phones_and_speaks_when_empty():
    columns = [Column("办件号"), Column("费用", amount=True)]
    shown = draw("{% table columns rows %}", columns=columns, rows=[[Link("N-1", "/n/1"), "12"]])
    assert 'data-column="办件号"' in shown
    assert '<a href="/n/1">N-1</a>' in shown
    assert "没有退件" in draw("{% table columns rows empty=words %}", columns=columns, rows=[], words="没有退件")


def test_a_table_refuses_a_row_that_lost_a_cell():
    with pytest.raises(ValueError, match="zip"):
        draw("{% table columns rows %}", columns=["a", "b"], rows=[["1"]])


def test_the_pages_of_a_list_keep_the_rest_of_the_address():
    shown = draw("{% pages page %}", page=Paginator(range(95), 10).page(2))
    assert "?q=dog&amp;page=3" in shown
    assert 'aria-current="page">2<' in shown
    assert "共 95 条" in shown


def test_a_due_date_explains_itself_day_by_day():
    due = due_on(date(2026, 9, 28), 5, Unit.WORKDAY, calendar=official_calendar())
    shown = draw('{% clock "10 月 11 日前" "By" due=due %}', due=due)
    assert shown.count('class="counted"') == 4
    assert shown.count('class="due"') == 1
    assert "10/1–10/7" in shown
    assert "国庆节放假，不计入" in shown


def test_suspended_days_are_shown_as_such():
    period = Period(date(2026, 11, 2), 5, Unit.WORKDAY).suspend(date(2026, 11, 4), "专家评审").resume(date(2026, 11, 5))
    shown = draw('{% clock "期限" "Due" due=due %}', due=period.due(official_calendar()))
    assert shown.count('class="paused"') == 2
    assert "专家评审" in shown


def test_a_provisional_date_says_so():
    far = due_on(date(2039, 11, 1), 5, Unit.WORKDAY, calendar=official_calendar())
    assert far.provisional
    assert "暂定" in draw('{% clock "期限" "Due" due=due %}', due=far)
    assert "暂定" not in draw('{% clock "期限" "Due" %}')


def test_the_timeline_marks_where_the_case_stands():
    entries = [
        Entry("受理", datetime(2026, 11, 23, 9, 12, tzinfo=LAW_ZONE)),
        Entry("核查", state="now"),
        Entry("决定", state="next"),
    ]
    shown = draw("{% timeline entries %}", entries=entries)
    assert '<li class="now" aria-current="step">' in shown
    assert "11 月 23 日 09:12" in shown


def test_acts_have_keys_one_to_nine_and_the_forbidden_ones_have_none():
    rows = [Act(f"act {n}", value=str(n)) for n in range(1, 12)]
    shown = draw("{% acts rows %}", rows=[Act("签发", why_not="须由首席签发"), *rows])
    assert 'data-key="2"' in shown
    assert 'data-key="9"' in shown
    assert 'data-key="10"' not in shown
    assert 'data-key="1"' not in shown


def test_no_acts_is_said_in_words():
    assert "现在没有依法可以做的事" in draw("{% acts none %}", none=[])


def test_a_shared_value_shows_source_date_look_up_and_a_way_to_object():
    shown = draw(
        '{% shared "房屋用途" "Use" value="商业" source="资源局" updated=on looked_up=at log="/log" dispute="/wrong" %}',
        on=date(2026, 11, 20), at=NOW,
    )  # fmt: skip
    for part in ("房屋用途：商业", "来源：资源局", "11 月 20 日", "11 月 26 日 10:20", 'href="/log"', "不对？"):
        assert part in shown


def test_a_missing_shared_value_asks_for_an_upload_instead():
    shown = draw('{% shared "房屋用途" "Use" state="missing" dispute="/wrong" %}')
    assert "先上传一份" in shown
    assert "不对？" not in shown


def test_the_current_task_is_marked_and_late_ones_are_red():
    rows = [Task("甲", "/1", remaining=-1), Task("乙", "/2", remaining=5, current=True)]
    shown = draw("{% tasks rows %}", rows=rows)
    assert 'class="tag late">超期 1 个工作日' in shown
    assert 'href="/2" aria-current="true"' in shown


def test_facts_carry_a_note_beside_the_value():
    assert "<small>法定 10</small>" in draw("{% facts rows %}", rows=[Fact("多久", "8 个工作日", "法定 10")])


def test_blocks_hold_what_is_written_inside():
    shown = draw(
        '{% card "标题" "Title" %}<p>正文</p>{% endcard %}{% notice "late" "出错" "Wrong" %}<p>怎么办</p>{% endnotice %}'
    )
    assert "<h2>标题</h2><p>正文</p>" in shown
    assert 'role="alert"' in shown


def test_a_drawing_must_be_safe_markup_to_be_drawn():
    assert "&lt;svg" in draw("{% procedure svg %}", svg="<svg onload=x>")


def test_the_stylesheet_knows_every_kind_of_shape_that_procedures_are_drawn_with():
    from pathlib import Path

    from support.css import text
    from weimin.lib.procedure import draw

    kinds = set()
    for file in (Path(__file__).resolve().parents[2] / "cities" / "qingdao" / "procedures").glob("*.bpmn"):
        drawing = draw(file.read_bytes(), file=file.name)
        assert "style" not in drawing
        kinds |= {words.split()[0] for words in re.findall(r'<g class="([^"]+)"', drawing)}
    assert {"task", "event", "flow"} <= kinds
    styled = set(re.findall(r"svg\.procedure \.([a-z]+)", text("case.css")))
    assert kinds - {"flow"} <= styled, "flows take the drawing's own --stroke"
