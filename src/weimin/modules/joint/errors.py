"""What can go wrong with a joint application beside what can with any case."""

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = ["NoSuchEvent", "NothingChosen"]


class NoSuchEvent(WeiminError):
    code = "no-such-event"
    status = 404
    message = Bilingual(
        "没有这件事，可能已经改名。请从首页找。", "There is no such matter; look for it on the home page."
    )


class NothingChosen(WeiminError):
    code = "nothing-chosen"
    status = 422
    message = Bilingual("按您的回答，没有需要办理的事项。", "By your answers there is nothing to apply for.")
