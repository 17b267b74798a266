from collections.abc import Callable

from django.apps import AppConfig
from django.http import HttpRequest

from weimin.lib.bilingual import Bilingual


class DeskConfig(AppConfig):
    name = "weimin.modules.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.ui.api import Page, register_page

        register_page(Page("desk.home", "desk", Bilingual("我的任务", "My tasks"), "desk:home", order=0))

        def of(*roles: str) -> Callable[[HttpRequest], bool]:
            return lambda request: any(request.actor.has_role(role) for role in roles)  # type: ignore[attr-defined]

        issuing = of("issuer", "decider", "head")
        register_page(
            Page("desk.certificates", "desk", Bilingual("证照", "Certificates"), "desk:certificates", 20, issuing)
        )
        keeping = of("issuer", "head")
        register_page(Page("desk.seals", "desk", Bilingual("印章", "Seals"), "desk:seals", 30, keeping))
        register_page(Page("desk.search", "desk", Bilingual("查办件", "Find a case"), "desk:search", order=10))
