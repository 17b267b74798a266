from django.apps import AppConfig

from weimin.lib.bilingual import Bilingual


class PortalConfig(AppConfig):
    name = "weimin.modules.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.journal.api import register_consumer
        from weimin.modules.portal.telling import TOLD, tell_holders
        from weimin.ui.api import Page, register_page

        register_consumer("tell-holders", tell_holders, actions=TOLD)

        pages = [
            ("items", Bilingual("办事", "Services")),
            ("query", Bilingual("查进度", "Track a case")),
            ("check-paper", Bilingual("验文书", "Check a paper")),
            ("my", Bilingual("我的", "My cases")),
        ]
        for order, (name, title) in enumerate(pages):
            register_page(Page(f"portal.{name}", "portal", title, f"portal:{name}", order=order * 10))
