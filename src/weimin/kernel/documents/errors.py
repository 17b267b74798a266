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


class TextChanged(WeiminError):
    """The words of a paper are not those that were approved: no seal is put on it. Data: ``number``."""

    code = "text-changed"
    status = 409
    message = Bilingual(
        "{number} 的内容和批准时不一样，不能用印。请重新办理，不要改动已批准的文书。",
        "{number} no longer says what was approved, so it cannot be sealed. Decide anew instead of changing it.",
    )


class SealNotPermitted(WeiminError):
    """This seal may not stand on this kind of paper. Data: ``seal``, ``title``."""

    code = "seal-not-permitted"
    status = 409
    message = Bilingual(
        "“{seal}”不许用在“{title}”上。许可范围写在城市的 seals/ 里。",
        "“{seal}” may not stand on “{title}”. What it may stand on is written in the city's seals/.",
    )


class NotTheCustodian(WeiminError):
    """Only the post that keeps the seal puts it on."""

    code = "not-the-custodian"
    status = 403
    message = Bilingual("这枚印章不由您保管。", "This seal is not in your keeping.")


class NoSuchCertificate(WeiminError):
    """There is none, or it is not the actor's to know."""

    code = "no-such-certificate"
    status = 404
    message = Bilingual("没有这张证照。", "There is no such certificate.")


class CertificateActRefused(WeiminError):
    """The certificate's state does not allow the act, or the actor may not do it. Data: ``why``."""

    code = "certificate-act-refused"
    status = 409
    message = Bilingual("{why}", "{why}")


class WhichCertificate(WeiminError):
    """The holder has several that the act could be on. Data: ``n``."""

    code = "which-certificate"
    status = 409
    message = Bilingual(
        "持有人有 {n} 张这类证照，请在“证照编号”里写明是哪一张。",
        "The holder has {n} of this kind; write the number of the one that is meant.",
    )
