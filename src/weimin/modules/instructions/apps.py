from django.apps import AppConfig

from weimin.lib.bilingual import Bilingual


class InstructionsConfig(AppConfig):
    name = "weimin.modules.instructions"
    label = "instructions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.journal.api import register_actions
        from weimin.kernel.organisations.api import register_mover
        from weimin.modules.instructions.moving import INSTRUCTIONS
        from weimin.modules.instructions.panels import on_this_case, waiting_for_my_posts
        from weimin.ui.api import Page, Panel, register_page, register_panel

        register_actions(
            {
                "instruction.given": Bilingual("领导批示", "A leader's instruction"),
                "instruction.answered": Bilingual("批示反馈", "An instruction was answered"),
            }
        )
        register_mover(INSTRUCTIONS)
        register_page(Page("instructions", "desk", Bilingual("批示", "Instructions"), "instructions:mine", order=30))
        register_panel(Panel("instructions.case", "desk.case.side", "instructions/_case.html", on_this_case, order=10))
        register_panel(
            Panel("instructions.home", "desk.home", "instructions/_home.html", waiting_for_my_posts, order=20)
        )
