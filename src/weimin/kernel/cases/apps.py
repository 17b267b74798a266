from datetime import timedelta

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "weimin.kernel.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.cases.assignments import return_tasks
        from weimin.kernel.cases.belongings import TasksInHand
        from weimin.kernel.cases.messages import BODIES, tell_applicants
        from weimin.kernel.cases.moving import CASES
        from weimin.kernel.cases.open_cases import open_cases
        from weimin.kernel.cases.timers import fire_due_clocks, recompute_for_new_calendar
        from weimin.kernel.cases.words import ACTIONS
        from weimin.kernel.catalogue import api as catalogue
        from weimin.kernel.identity.api import register_belongings
        from weimin.kernel.journal import api as journal
        from weimin.kernel.organisations.api import register_mover
        from weimin.lib.jobs import register_job

        journal.register_actions(ACTIONS)
        catalogue.register_open_cases("cases", open_cases)
        register_mover(CASES)
        register_belongings(TasksInHand())
        journal.register_consumer("tell-applicants", tell_applicants, actions=BODIES)
        register_job("return-tasks", return_tasks, every=timedelta(minutes=1))
        register_job("due-clocks", fire_due_clocks, every=timedelta(seconds=1))
        register_job("new-calendar", recompute_for_new_calendar, every=timedelta(minutes=1))
