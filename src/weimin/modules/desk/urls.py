"""Addresses of the desk."""

from django.urls import URLPattern, path

from weimin.modules.desk.views import (
    acts,
    bulk,
    case,
    certificates,
    deliveries,
    exports,
    many,
    months,
    own,
    reading,
    seals,
    tasks,
)

app_name = "desk"

urlpatterns: list[URLPattern] = [
    path("", tasks.mine, name="home"),
    path("search/", tasks.search, name="search"),
    path("search/export.xlsx", exports.found, name="search-export"),
    path("export.xlsx", exports.waiting, name="export"),
    path("month/", months.month, name="month"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("views/", own.save_view, name="save-view"),
    path("views/<int:view_id>/forget/", own.forget_view, name="forget-view"),
    path("phrases/", own.phrases, name="phrases"),
    path("phrases/<int:phrase_id>/forget/", own.forget_phrase, name="forget-phrase"),
    path("tasks/<int:task_id>/<slug:outcome>/text/", own.keep_text, name="keep-text"),
    path("cases/<int:case_id>/", case.case, name="case"),
    path("cases/<int:case_id>/papers/<int:paper_id>.pdf", case.paper, name="paper"),
    path("cases/<int:case_id>/files/<int:material_id>/", case.file, name="file"),
    path("cases/<int:case_id>/beside/<int:material_id>/", reading.beside, name="beside"),
    path("cases/<int:case_id>/files/<int:material_id>/pages/<int:page>.png", reading.picture, name="picture"),
    path("cases/<int:case_id>/acts/<slug:act>/", acts.side_act, name="side-act"),
    path("cases/<int:case_id>/deliveries/<int:delivery_id>/proof/", deliveries.proof, name="delivery-proof"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/export/<slug:form>/", certificates.export, name="certificates-export"),
    path("certificates/works/", many.works, name="works"),
    path("certificates/works/<int:work_id>/", many.work, name="work"),
    path("certificates/many/", many.many, name="many"),
    path("certificates/<int:certificate_id>/", certificates.one, name="certificate"),
    path("certificates/<int:certificate_id>/file/", certificates.file, name="certificate-file"),
    path("certificates/<int:certificate_id>/papers/<int:paper_id>.pdf", certificates.paper, name="certificate-paper"),
    path("certificates/<int:certificate_id>/<slug:act>/", certificates.act, name="certificate-act"),
    path("seals/", seals.seals, name="seals"),
    path("seals/<slug:code>/", seals.seal, name="seal"),
    path("seals/<slug:code>/export/", seals.export, name="seal-export"),
    path("tasks/<int:task_id>/<slug:outcome>/", acts.task_act, name="task-act"),
]
