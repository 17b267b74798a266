from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    name = "weimin.kernel.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.journal.consumers import run_consumers
        from weimin.kernel.journal.guard import install_guard
        from weimin.kernel.journal.registry import register_actions
        from weimin.kernel.journal.sequencer import sequence
        from weimin.lib.bilingual import Bilingual
        from weimin.lib.jobs import register_job

        register_actions(
            {
                "journal.payload-erased": Bilingual(
                    "依法删除了一条记录的内容", "An entry's contents were erased by law"
                ),
                "journal.entry-skipped": Bilingual("让后续处理跳过了一条记录", "A consumer was told to skip an entry"),
            }
        )
        register_job("journal.sequence", sequence, every=timedelta())
        register_job("journal.consumers", run_consumers, every=timedelta())
        post_migrate.connect(install_guard, sender=self, dispatch_uid="journal.guard")
