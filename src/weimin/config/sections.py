"""The sections of a city that modules own, for commands that do not start Django. Django's own start registers them too."""

__all__ = ["register_sections"]


def register_sections() -> None:
    """Registering the same again changes nothing."""
    from weimin.modules.joint import section as joint
    from weimin.modules.ratings import section as ratings

    joint.register()
    ratings.register()
