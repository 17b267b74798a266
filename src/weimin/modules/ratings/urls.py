"""Addresses of ratings: to rate, the public results, the desk of bad ratings."""

from django.urls import URLPattern, path

from weimin.modules.ratings.views import desk, rate, results

app_name = "ratings"

urlpatterns: list[URLPattern] = [
    path("rate/<uuid:key>/", rate.rate, name="rate"),
    path("rate/<uuid:key>/add/", rate.add, name="add"),
    path("ratings/", results.results, name="results"),
    path("ratings/figures.csv", results.figures, name="figures"),
    path("desk/ratings/", desk.mine, name="mine"),
    path("desk/ratings/export.csv", desk.export, name="export"),
    path("desk/ratings/<int:followup_id>/", desk.followup, name="followup"),
    path("desk/ratings/<int:followup_id>/<slug:act>/", desk.act, name="act"),
]
