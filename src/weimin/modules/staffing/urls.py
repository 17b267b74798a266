"""Addresses of people and posts, under ``/desk/people/``."""

from django.urls import URLPattern, path

from weimin.modules.staffing.views import department, handovers, mine, roster

app_name = "staffing"

urlpatterns: list[URLPattern] = [
    path("", mine.mine, name="mine"),
    path("delegate/", mine.delegate, name="delegate"),
    path("roster/", roster.roster, name="roster"),
    path("roster/list.csv", roster.export, name="export"),
    path("department/", department.department, name="department"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/<int:handover_id>/", handovers.handover, name="handover"),
]
