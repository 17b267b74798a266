from datetime import timedelta

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "weimin.kernel.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.catalogue.reforms import AGREEMENTS, carry_reforms
        from weimin.kernel.catalogue.site import site
        from weimin.kernel.journal.api import register_actions
        from weimin.kernel.organisations.api import register_mover
        from weimin.lib.bilingual import Bilingual
        from weimin.lib.jobs import register_job
        from weimin.ui.site import register_site

        register_actions(
            {
                "city.applied": Bilingual("发布了城市蓝图", "A revision of the city was applied"),
                "city.reformed": Bilingual("机构改革生效", "A reform of departments came into force"),
                "city.reform-carried": Bilingual("机构改革交接完毕", "What a reform carries along has moved"),
            }
        )
        register_mover(AGREEMENTS)
        register_job("carry-reforms", carry_reforms, every=timedelta(minutes=1))
        register_site(site)
