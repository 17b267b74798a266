from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "weimin.ui"
    label = "ui"
