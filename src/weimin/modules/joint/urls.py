"""Addresses of joint handling, on the portal and on the desk."""

from django.urls import URLPattern, path

from weimin.modules.joint.views import apply, correct, desk, guide, mine

app_name = "joint"

urlpatterns: list[URLPattern] = [
    path("life-events/<slug:event>/", guide.guide, name="guide"),
    path("life-events/<slug:event>/apply/", guide.start, name="start"),
    path("joint/<int:application_id>/", apply.resume, name="resume"),
    path("joint/<int:application_id>/check/", apply.check, name="check"),
    path("joint/<int:application_id>/discard/", apply.discard, name="discard"),
    path("joint/<int:application_id>/files/<int:paper_id>/", apply.file, name="application-file"),
    path("joint/<int:application_id>/<slug:page>/", apply.page, name="page"),
    path("my/joint/<int:joint_id>/", mine.whole, name="case"),
    path("my/joint/<int:joint_id>/withdraw/", mine.withdraw, name="withdraw"),
    path("my/joint/<int:joint_id>/correct/", correct.correct, name="correct"),
    path("my/joint/<int:joint_id>/correct/<slug:question>/", correct.answer, name="correct-answer"),
    path("my/joint/<int:joint_id>/papers/<int:paper_id>.pdf", mine.paper, name="paper"),
    path("desk/joint/", desk.led, name="led"),
    path("desk/joint/<int:joint_id>/", desk.whole, name="desk-case"),
    path("desk/joint/<int:joint_id>/remind/<slug:item>/", desk.remind, name="remind"),
    path("desk/joint/<int:joint_id>/extend/", desk.extend, name="extend"),
    path("desk/joint/<int:joint_id>/papers/<int:paper_id>.pdf", desk.paper, name="desk-paper"),
]
