"""``/ui/``: the design language, alive."""

from django.urls import path

from weimin.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.living_page, name="living-page"),
    path("patterns/<slug:name>/", views.pattern, name="pattern"),
    path("errors/<slug:code>/", views.error_page, name="error-page"),
]
