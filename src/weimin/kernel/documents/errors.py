"""What can be wrong with a file or a paper."""

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = ["FileRefused", "NoSuchPaper"]


class FileRefused(WeiminError):
    """A file was not taken in; nothing was kept of it. Data: ``name`` of the file, ``why`` with what to do."""

    code = "file-refused"
    status = 422
    message = Bilingual("“{name}”没有收下：{why}", "“{name}” was not taken: {why}")


class NoSuchPaper(WeiminError):
    """No paper has this number with this check code: one answer for both, so that numbers cannot be guessed."""

    code = "no-such-paper"
    status = 404
    message = Bilingual(
        "没有查到。请核对编号和校验码，它们印在文书左下角。",
        "Nothing found. Check the number and the check code, printed at the lower left of the paper.",
    )
