from datetime import timedelta

from django.apps import AppConfig

from weimin.lib.bilingual import Bilingual


class RatingsConfig(AppConfig):
    name = "weimin.modules.ratings"
    label = "ratings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.cases.api import ACTIONS as CASE_ACTIONS
        from weimin.kernel.journal import api as journal
        from weimin.lib.jobs import register_job
        from weimin.modules.ratings import panels
        from weimin.modules.ratings.clocks import note_late, recount
        from weimin.modules.ratings.duty import rehouse
        from weimin.modules.ratings.figures import COUNTED, keep_figures
        from weimin.modules.ratings.inviting import invite
        from weimin.modules.ratings.section import register
        from weimin.modules.ratings.words import ACTIONS
        from weimin.ui.api import Page, register_page

        register()
        panels.register()
        journal.register_actions(ACTIONS)
        journal.register_consumer("ratings-invite", invite, actions=CASE_ACTIONS)
        journal.register_consumer("ratings-figures", keep_figures, actions=COUNTED)
        register_job("ratings-late", note_late, every=timedelta(minutes=1))
        register_job("ratings-calendar", recount, every=timedelta(minutes=1))
        register_job("ratings-rehouse", rehouse, every=timedelta(hours=1))
        register_page(Page("ratings", "desk", Bilingual("好差评", "Ratings"), "ratings:mine", order=40))
