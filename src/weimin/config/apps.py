from django.apps import AppConfig


class WeiminConfig(AppConfig):
    name = "weimin.config"
    label = "config"

    def ready(self) -> None:
        from weimin.config import checks  # noqa: F401 -- registers the deploy checks
