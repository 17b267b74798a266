"""What the journal refuses, and why."""

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = [
    "BadReference",
    "JournalDamaged",
    "JournalKeyChanged",
    "NotInTransaction",
    "NothingToSkip",
    "PayloadTooLong",
    "UnknownAction",
    "UnwritablePayload",
]


class NotInTransaction(WeiminError):
    code = "journal-outside-transaction"
    status = 500
    message = Bilingual(
        "{action} 必须在行为本身的事务里记账（transaction.atomic）",
        "{action} must be journalled inside the act's own transaction (transaction.atomic)",
    )


class UnknownAction(WeiminError):
    code = "journal-unknown-action"
    status = 500
    message = Bilingual(
        "行为 {action} 没有登记，请先在 AppConfig.ready() 里 register_actions",
        "The action {action} is not registered; call register_actions in AppConfig.ready()",
    )


class BadReference(WeiminError):
    code = "journal-bad-reference"
    status = 500
    message = Bilingual(
        "{field}=“{value}”不合格：最多 {limit} 字，不含空格和控制字符，行为人必填",
        "{field}=“{value}” will not do: at most {limit} characters, no spaces or control characters; actor is required",
    )


class UnwritablePayload(WeiminError):
    code = "journal-unwritable-payload"
    status = 500
    message = Bilingual("payload{path} 不能记账：{reason}", "payload{path} cannot be journalled: {reason}")


class PayloadTooLong(WeiminError):
    code = "journal-payload-too-long"
    status = 500
    message = Bilingual(
        "payload 有 {size} 字节，上限 {limit}：账里记引用，不记文件",
        "The payload has {size} bytes of at most {limit}: the journal holds references, not documents",
    )


class JournalKeyChanged(WeiminError):
    code = "journal-key-changed"
    status = 500
    message = Bilingual(
        "现有检查点不是用现在的密钥或来源名签的，拒绝续签；请恢复 keys/journal-key 和 WEIMIN_JOURNAL_ORIGIN",
        "The last checkpoint was not signed with the present key and origin; nothing more is signed."
        " Restore keys/journal-key and WEIMIN_JOURNAL_ORIGIN",
    )


class JournalDamaged(WeiminError):
    code = "journal-damaged"
    status = 500
    message = Bilingual(
        "{size} 条处的哈希与已签的检查点不符，拒绝续签；请运行 weimin journal verify",
        "The hashes at size {size} do not give the signed root; nothing more is signed. Run weimin journal verify",
    )


class NothingToSkip(WeiminError):
    code = "journal-nothing-to-skip"
    status = 409
    message = Bilingual("消费者 {name} 没有卡住，不能跳过", "The consumer {name} is not failing; nothing to skip")
