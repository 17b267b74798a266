"""Addresses of instructions, under ``/desk/instructions/``."""

from django.urls import URLPattern, path

from weimin.modules.instructions import views

app_name = "instructions"

urlpatterns: list[URLPattern] = [
    path("", views.mine, name="mine"),
    path("cases/<int:case_id>/", views.write, name="write"),
    path("<int:instruction_id>/", views.reply, name="reply"),
]
