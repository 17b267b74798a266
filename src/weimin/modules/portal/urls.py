"""Addresses of the portal."""

from django.urls import URLPattern, path

from weimin.modules.portal.views import (
    apply,
    case,
    certificates,
    check,
    guide,
    home,
    lists,
    my,
    papers,
    start,
    steps,
)

app_name = "portal"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("items/", lists.items, name="items"),
    path("items/<slug:code>/", guide.guide, name="guide"),
    path("items/<slug:code>/apply/", start.start, name="start"),
    path("departments/", lists.departments, name="departments"),
    path("departments/<slug:department>/", lists.department, name="department"),
    path("windows/", lists.windows, name="windows"),
    path("apply/<int:draft_id>/", apply.resume, name="resume"),
    path("apply/<int:draft_id>/check/", apply.check, name="check-answers"),
    path("apply/<int:draft_id>/discard/", apply.discard, name="discard"),
    path("apply/<int:draft_id>/<slug:page>/", apply.page, name="page"),
    path("apply/<int:draft_id>/files/<int:material_id>/", apply.file, name="draft-file"),
    path("my/", my.overview, name="my"),
    path("my/messages/", my.messages, name="messages"),
    path("my/certificates/", certificates.mine, name="certificates"),
    path("my/certificates/service/", certificates.service, name="electronic-service"),
    path("my/certificates/<int:certificate_id>/", certificates.one, name="certificate"),
    path("my/certificates/<int:certificate_id>/file/", certificates.file, name="certificate-file"),
    path(
        "my/certificates/<int:certificate_id>/papers/<int:paper_id>.pdf", certificates.paper, name="certificate-paper"
    ),
    path("my/cases/<int:case_id>/", case.case, name="case"),
    path("my/cases/<int:case_id>/correct/", papers.correct, name="correct"),
    path("my/cases/<int:case_id>/correct/<slug:field>/", papers.correct_answer, name="correct-answer"),
    path("my/cases/<int:case_id>/hand-in/", papers.hand_in, name="hand-in"),
    path("my/cases/<int:case_id>/steps/<int:task_id>/<slug:outcome>/", steps.step, name="step"),
    path("my/cases/<int:case_id>/papers/<int:paper_id>.pdf", case.paper, name="paper"),
    path("my/cases/<int:case_id>/files/<int:material_id>/", case.file, name="file"),
    path("my/cases/<int:case_id>/<slug:act>/", case.act, name="act"),
    path("query/", check.query, name="query"),
    path("check/", check.paper, name="check-paper"),
]
