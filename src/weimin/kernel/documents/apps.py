from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DocumentsConfig(AppConfig):
    name = "weimin.kernel.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.documents.certificate_words import CERTIFICATE_ACTIONS
        from weimin.kernel.documents.guard import install_guard
        from weimin.kernel.documents.works import work_on_certificates
        from weimin.kernel.journal import api as journal
        from weimin.lib.jobs import register_job

        journal.register_actions(CERTIFICATE_ACTIONS)
        register_job("certificate-works", work_on_certificates, every=timedelta(seconds=1))
        post_migrate.connect(install_guard, sender=self, dispatch_uid="documents.guard")
