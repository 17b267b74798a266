from django.apps import AppConfig
from django.http import HttpRequest


class IdentityConfig(AppConfig):
    name = "weimin.kernel.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.identity.moving import APPOINTMENTS, POWERS
        from weimin.kernel.journal.api import register_actions
        from weimin.kernel.organisations.api import register_mover
        from weimin.lib.bilingual import Bilingual

        register_actions(
            {
                "identity.registered": Bilingual("注册了账号", "registered"),
                "identity.logged-in": Bilingual("登录", "logged in"),
                "identity.mandate-given": Bilingual("授权代办", "was given a mandate"),
                "identity.mandate-ended": Bilingual("撤销代办授权", "mandate was ended"),
                "identity.appointed": Bilingual("任职变更", "was appointed to posts"),
                "identity.absent": Bilingual("登记不在岗", "recorded an absence"),
                "identity.absence-ended": Bilingual("销假", "ended an absence"),
                "identity.delegated": Bilingual("委托", "delegated a post"),
                "identity.delegation-consented": Bilingual("同意跨部门委托", "consented to a delegation"),
                "identity.delegation-revoked": Bilingual("撤销委托", "revoked a delegation"),
                "identity.substitute-named": Bilingual("指定 B 岗", "named a substitute"),
                "identity.substitute-ended": Bilingual("取消 B 岗", "ended a substitution"),
                "identity.handed-over": Bilingual("交接", "handed over"),
                "identity.handover-confirmed": Bilingual("确认接收交接", "confirmed a handover"),
                "identity.handover-undone": Bilingual("撤回交接", "undid a handover"),
            }
        )
        register_mover(APPOINTMENTS)
        register_mover(POWERS)
        register_menu()


def register_menu() -> None:
    """The corner of every page: who is here, or where to log in."""
    from weimin.lib.bilingual import Bilingual
    from weimin.ui.api import Page, register_page

    def known(request: HttpRequest) -> bool:
        user = getattr(request, "user", None)  # absent where a request failed before it was known who asks
        return user is not None and bool(user.is_authenticated)

    def stranger(request: HttpRequest) -> bool:
        return not known(request)

    register_page(Page("account.login", "account", Bilingual("登录", "Log in"), "account_login", 0, stranger))
    register_page(Page("account.sign-up", "account", Bilingual("注册", "Sign up"), "account_signup", 10, stranger))
    register_page(Page("account.mine", "account", Bilingual("我的账号", "My account"), "account", 0, known))
    register_page(Page("account.logout", "account", Bilingual("退出", "Log out"), "account_logout", 10, known))
