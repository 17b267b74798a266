from django.apps import AppConfig


class WeiminConfig(AppConfig):
    name = "weimin.config"
    label = "config"
