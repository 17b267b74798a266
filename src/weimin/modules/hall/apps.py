from django.apps import AppConfig
from django.http import HttpRequest

from weimin.lib.bilingual import Bilingual


class HallConfig(AppConfig):
    name = "weimin.modules.hall"
    label = "hall"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.ui.api import Page, register_page

        pages = [
            ("counter", Bilingual("窗口收件", "Take in")),
            ("find", Bilingual("窗口查件", "At the window")),
            ("turn-away", Bilingual("不予收件", "Turn away")),
            ("agents", Bilingual("代办授权", "Mandates")),
        ]
        for order, (name, title) in enumerate(pages):
            register_page(Page(f"hall.{name}", "desk", title, f"hall:{name}", order=20 + order, visible=at_a_window))


def at_a_window(request: HttpRequest) -> bool:
    """Whether who looks sits at a window today."""
    actor = getattr(request, "actor", None)
    return actor is not None and bool(actor.has_role("window"))
