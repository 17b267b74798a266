from django.urls import path

from weimin.kernel.journal import views

app_name = "journal"
urlpatterns = [
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("key", views.key, name="key"),
    path("tile/<path:place>", views.tile, name="tile"),
]
