"""``weimin manage reseal``: after a new first key in WEIMIN_DATA_KEYS, bring all sealed data under it."""

from typing import Any

from django.core.management.base import BaseCommand

from weimin.kernel.identity.rotation import reseal


class Command(BaseCommand):
    help = "Seal all personal data again under the first key of WEIMIN_DATA_KEYS."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for model, count in reseal().items():
            self.stdout.write(f"{model}: {count}")
