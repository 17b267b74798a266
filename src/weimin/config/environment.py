"""Every setting that an operator may change: name, default, meaning. docs/reference/settings.md is made from it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from weimin.lib.bilingual import Bilingual

__all__ = ["SETTINGS", "Setting", "flag", "for_rehearsal", "home", "take_rehearsal_token", "value"]


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    meaning: Bilingual


SETTINGS: Final = (
    Setting(
        "WEIMIN_HOME", "var", Bilingual("数据、文件和密钥所在的目录", "Folder that holds database, files and keys")
    ),
    Setting("WEIMIN_CITY", "cities/qingdao", Bilingual("城市蓝图所在的目录", "Folder of the city's blueprint")),
    Setting(
        "WEIMIN_DATABASE_URL",
        "",
        Bilingual(
            "postgresql://用户:口令@主机:端口/库；空则用数据目录里的 SQLite",
            "postgresql://user:password@host:port/name; empty means SQLite in the home",
        ),
    ),
    Setting(
        "WEIMIN_SECRET_KEY",
        "",
        Bilingual("会话签名密钥；空则在数据目录生成", "Signs sessions; made in the home if empty"),
    ),
    Setting(
        "WEIMIN_DATA_KEYS",
        "",
        Bilingual(
            "加密个人数据的密钥，逗号分隔，第一个用于加密；空则在数据目录生成",
            "Keys that encrypt personal data, comma-separated, the first encrypts; made in the home if empty",
        ),
    ),
    Setting(
        "WEIMIN_JOURNAL_KEY",
        "",
        Bilingual(
            "给台账签名的 Ed25519 种子（64 位十六进制）；空则在数据目录生成",
            "Ed25519 seed that signs the journal (64 hex digits); made in the home if empty",
        ),
    ),
    Setting(
        "WEIMIN_JOURNAL_ORIGIN",
        "weimin.example/qingdao",
        Bilingual(
            "台账检查点的来源名，定了就不再改", "Origin line of the journal's checkpoints; never change it once used"
        ),
    ),
    Setting(
        "WEIMIN_HOSTS",
        "localhost,127.0.0.1,[::1]",
        Bilingual("允许的主机名，逗号分隔", "Allowed host names, comma-separated"),
    ),
    Setting(
        "WEIMIN_TLS",
        "0",
        Bilingual("1 表示只经 HTTPS 访问：安全 Cookie、HSTS", "1 when served over HTTPS only: secure cookies, HSTS"),
    ),
    Setting(
        "WEIMIN_PROXIES",
        "0",
        Bilingual(
            "前面有几层自己的反向代理；据此从 X-Forwarded-For 取访客地址，用于限制尝试次数",
            "How many reverse proxies of our own stand in front; tells which address of X-Forwarded-For is the"
            " visitor's when attempts are counted",
        ),
    ),
    Setting("WEIMIN_DEBUG", "0", Bilingual("1 显示调试信息，绝不用于生产", "1 shows debug pages; never in production")),
    Setting(
        "WEIMIN_WEB_PROCESSES",
        "1",
        Bilingual(
            "网页服务的进程数；用 PostgreSQL 时宜与处理器核数相同",
            "Processes of the web server; with PostgreSQL as many as there are cores",
        ),
    ),
    Setting("WEIMIN_THREADS", "4", Bilingual("每个网页进程的线程数", "Threads of each web process")),
    Setting("WEIMIN_MAX_UPLOAD_MB", "20", Bilingual("单个上传文件的上限（MB）", "Largest single upload, in MB")),
    Setting(
        "WEIMIN_VIRUS_SCANNER",
        "",
        Bilingual(
            "ClamAV（clamd）的地址：tcp://主机:端口 或 unix:///路径；空则不查毒。配了而连不上时，不收文件",
            "Where ClamAV's clamd answers: tcp://HOST:PORT or unix:///PATH; empty scans nothing. Configured and silent, no"
            " file is taken in",
        ),
    ),
    Setting(
        "WEIMIN_CALENDARS",
        "",
        Bilingual("补充的节假日 JSON 目录", "Folder of further holiday calendars in the published JSON form"),
    ),
    Setting(
        "WEIMIN_PUBLIC_ADDRESS",
        "",
        Bilingual("对外网址，印在文书和二维码上", "Public address, printed on papers and in QR codes"),
    ),
    Setting(
        "WEIMIN_PREVIEW",
        "",
        Bilingual(
            "weimin preview 自己设的：页面上显示的预览状态写在哪个文件",
            "Set by weimin preview itself: the file with what its pages say of the preview",
        ),
    ),
    Setting(
        "WEIMIN_SIGNING_PROVIDER",
        "weimin.kernel.documents.pades.PadesProvider",
        Bilingual(
            "给文书签名的实现，写类的点分路径；SM2、OFD 的实现由此接入",
            "Dotted path of the class that signs papers; providers for SM2 and OFD are plugged in here",
        ),
    ),
    Setting(
        "WEIMIN_SIGNING_KEY_FILE",
        "",
        Bilingual(
            "签名证书和私钥的 PKCS#12 文件；空则在数据目录生成只供演示的自签证书",
            "PKCS#12 file of the signing key; empty makes a self-signed one in the home, for demonstration only",
        ),
    ),
    Setting("WEIMIN_SIGNING_PASSPHRASE", "", Bilingual("PKCS#12 文件的口令", "Passphrase of the PKCS#12 file")),
    Setting(
        "WEIMIN_ELECTRONIC_SERVICE",
        "opening",
        Bilingual(
            "opening：同意电子送达的人打开决定书即为送达（依据未经文本核实）；off：不算",
            "opening: for who agreed, opening a decision online is service (the law was not checked in a text); off: it is not",
        ),
    ),
    Setting("WEIMIN_LOG_LEVEL", "INFO", Bilingual("日志级别", "Log level")),
)

_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


def value(name: str) -> str:
    """The operator's value for a known setting, else its default."""
    return os.environ.get(name, _DEFAULTS[name])


def flag(name: str) -> bool:
    return value(name) in {"1", "true", "yes", "on"}


def home() -> Path:
    return Path(value("WEIMIN_HOME")).resolve()


REHEARSAL_TOKEN: Final = "WEIMIN_REHEARSAL_TOKEN"  # noqa: S105 -- the name, not the token
"""Not a setting: only the web process that ``weimin rehearse`` starts reads it (rehearsal/wsgi.py)."""


def for_rehearsal(token: str) -> dict[str, str]:
    """The environment of a rehearsal's web process: private to this machine, behind the driver as its only proxy."""
    private = {"WEIMIN_HOSTS": "127.0.0.1", "WEIMIN_TLS": "0", "WEIMIN_PROXIES": "1", "WEIMIN_DEBUG": "0"}
    return {**os.environ, **private, REHEARSAL_TOKEN: token}


def take_rehearsal_token() -> str:
    """The token, taken out of the environment so that nobody reads it later; empty if there is none."""
    return os.environ.pop(REHEARSAL_TOKEN, "")
