from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "weimin.kernel.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.search.index import install_index

        post_migrate.connect(install_index, sender=self, dispatch_uid="search.index")
