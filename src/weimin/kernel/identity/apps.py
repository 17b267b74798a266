from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "weimin.kernel.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.journal.api import register_actions
        from weimin.lib.bilingual import Bilingual

        register_actions(
            {
                "identity.registered": Bilingual("注册了账号", "registered"),
                "identity.logged-in": Bilingual("登录", "logged in"),
                "identity.mandate-given": Bilingual("授权代办", "was given a mandate"),
                "identity.appointed": Bilingual("任职变更", "was appointed to posts"),
            }
        )
