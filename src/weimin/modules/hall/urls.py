"""Addresses of the window."""

from django.urls import URLPattern, path

from weimin.modules.hall.views import agents, away, brought, counter, filing, find

app_name = "hall"

urlpatterns: list[URLPattern] = [
    path("", counter.counter, name="counter"),
    path("situations/", counter.situations, name="situations"),
    path("drafts/<int:draft_id>/", filing.form, name="form"),
    path("drafts/<int:draft_id>/sign/", filing.sign, name="sign"),
    path("drafts/<int:draft_id>/discard/", filing.discard, name="discard"),
    path("drafts/<int:draft_id>/files/<int:material_id>/", filing.file, name="draft-file"),
    path("cases/<int:case_id>/receipt/", find.receipt, name="receipt"),
    path("cases/<int:case_id>/papers/", brought.papers, name="papers"),
    path("cases/<int:case_id>/signature/", brought.signature, name="signature"),
    path("find/", find.find, name="find"),
    path("turn-away/", away.turn_away, name="turn-away"),
    path("turned-away/<int:away_id>/", away.told, name="turned-away"),
    path("turned-away/<int:away_id>.pdf", away.notice, name="turned-away-notice"),
    path("agents/", agents.agents, name="agents"),
    path("agents/<int:mandate_id>/end/", agents.end, name="end-agent"),
]
