from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "weimin.kernel.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.catalogue.site import site
        from weimin.kernel.journal.api import register_actions
        from weimin.lib.bilingual import Bilingual
        from weimin.ui.site import register_site

        register_actions({"city.applied": Bilingual("发布了城市蓝图", "A revision of the city was applied")})
        register_site(site)
