from django.apps import AppConfig

from weimin.lib.bilingual import Bilingual


class DeskConfig(AppConfig):
    name = "weimin.modules.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.ui.api import Page, register_page

        register_page(Page("desk.home", "desk", Bilingual("我的任务", "My tasks"), "desk:home", order=0))
        register_page(Page("desk.search", "desk", Bilingual("查办件", "Find a case"), "desk:search", order=10))
