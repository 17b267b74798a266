from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "weimin.modules.approvals"
    label = "approvals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.cases.api import register_kind
        from weimin.modules.approvals.definition import Approval

        register_kind(Approval())
