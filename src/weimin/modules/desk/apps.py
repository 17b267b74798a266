from collections.abc import Callable
from datetime import timedelta

from django.apps import AppConfig
from django.http import HttpRequest

from weimin.lib.bilingual import Bilingual


class DeskConfig(AppConfig):
    name = "weimin.modules.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.journal import api as journal
        from weimin.lib.jobs import register_job
        from weimin.modules.desk.services import forget_done_texts
        from weimin.ui.api import Page, register_page

        journal.register_actions({"desk.list-exported": Bilingual("导出列表", "List taken away as a workbook")})

        register_job("forget-done-texts", forget_done_texts, every=timedelta(hours=1))
        register_page(Page("desk.home", "desk", Bilingual("我的任务", "My tasks"), "desk:home", order=0))
        register_page(Page("desk.month", "desk", Bilingual("到期日历", "Due dates"), "desk:month", order=5))

        def of(*roles: str) -> Callable[[HttpRequest], bool]:
            return lambda request: any(request.actor.has_role(role) for role in roles)  # type: ignore[attr-defined]

        issuing = of("issuer", "decider", "head")
        register_page(
            Page("desk.certificates", "desk", Bilingual("证照", "Certificates"), "desk:certificates", 20, issuing)
        )
        keeping = of("issuer", "head")
        register_page(Page("desk.seals", "desk", Bilingual("印章", "Seals"), "desk:seals", 30, keeping))
        register_page(Page("desk.search", "desk", Bilingual("查办件", "Find a case"), "desk:search", order=10))
