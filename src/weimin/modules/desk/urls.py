"""Addresses of the desk."""

from django.urls import URLPattern, path

from weimin.modules.desk.views import acts, case, hands, tasks

app_name = "desk"

urlpatterns: list[URLPattern] = [
    path("", tasks.mine, name="home"),
    path("search/", tasks.search, name="search"),
    path("cases/<int:case_id>/", case.case, name="case"),
    path("cases/<int:case_id>/papers/<int:paper_id>.pdf", case.paper, name="paper"),
    path("cases/<int:case_id>/files/<int:material_id>/", case.file, name="file"),
    path("cases/<int:case_id>/acts/<slug:act>/", acts.side_act, name="side-act"),
    path("tasks/<int:task_id>/hands/", hands.hands, name="hands"),
    path("tasks/<int:task_id>/<slug:outcome>/", acts.task_act, name="task-act"),
]
