from django.apps import AppConfig


class JointConfig(AppConfig):
    name = "weimin.modules.joint"
    label = "joint"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from weimin.kernel.cases import api as cases
        from weimin.kernel.journal import api as journal
        from weimin.modules.joint.definition import Joint
        from weimin.modules.joint.following import FOLLOWED, follow
        from weimin.modules.joint.panels import register as register_panels
        from weimin.modules.joint.published import EventMatters
        from weimin.modules.joint.section import register
        from weimin.modules.joint.telling import tell_applicants
        from weimin.modules.joint.words import ACTIONS, BODIES

        register()
        register_panels()
        pages = {"portal": lambda pk: f"/my/joint/{pk}/", "desk": lambda pk: f"/desk/joint/{pk}/"}
        cases.register_kind(Joint(), matters=EventMatters(), pages=pages)
        journal.register_actions(ACTIONS)
        journal.register_consumer("joint-follow", follow, actions=FOLLOWED)
        journal.register_consumer("joint-tell", tell_applicants, actions=BODIES)
