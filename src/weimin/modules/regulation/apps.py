from django.apps import AppConfig


class RegulationConfig(AppConfig):
    name = "weimin.modules.regulation"
    label = "regulation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.cases import api as cases
        from weimin.kernel.journal import api as journal
        from weimin.modules.regulation.definition import Regulation
        from weimin.modules.regulation.following import FOLLOWED, follow
        from weimin.modules.regulation.panels import register
        from weimin.modules.regulation.published import GrantMatters
        from weimin.modules.regulation.words import ACTIONS

        cases.register_kind(Regulation(), matters=GrantMatters())
        journal.register_actions(ACTIONS)
        journal.register_consumer("regulation-push", follow, actions=FOLLOWED)
        register()
