from django.apps import AppConfig

from weimin.lib.bilingual import Bilingual


class StaffingConfig(AppConfig):
    name = "weimin.modules.staffing"
    label = "staffing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.modules.staffing.panels import waiting_for_me
        from weimin.ui.api import Page, Panel, register_page, register_panel

        register_page(Page("staffing", "desk", Bilingual("人员与岗位", "People and posts"), "staffing:mine", order=40))
        register_panel(Panel("staffing.waiting", "desk.home", "staffing/_waiting.html", waiting_for_me, order=10))
