"""Brings a home up to date: database, cache, city, first checkpoint. Each part is skipped when nothing changed."""

import hashlib
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import weimin
from weimin.config import clock, environment

__all__ = ["Prepared", "prepare"]

Say = Callable[[str], object]

SHOWN_LOGINS = 15
"""Applicants come first, then the officials in the order of people.yaml: the first counters of the city."""


@dataclass
class Prepared:
    """What the city says when it is ready."""

    city: str
    logins: list[tuple[str, str, str]] = field(default_factory=list)
    password: str = ""

    def welcome(self, port: int) -> str:
        lines = [
            "",
            f"{self.city} 已就绪 / is ready",
            f"  门户 Portal      http://localhost:{port}/",
            f"  工作台 Desk       http://localhost:{port}/desk/",
            f"  设计语言 Design   http://localhost:{port}/ui/",
            f"  校验点 Checkpoint http://localhost:{port}/journal/checkpoint",
        ]
        if self.logins:
            lines += ["", f"演示账号 Demo logins（口令 password: {self.password}）"]
            lines += [f"  {login:<16} {name}  {hint}" for login, name, hint in self.logins[:SHOWN_LOGINS]]
            if (more := len(self.logins) - SHOWN_LOGINS) > 0:
                lines.append(f"  … 另有 {more} 个，见城市目录的 people.yaml / {more} more in the city's people.yaml")
            lines += ["  官员登录还要第二因素 / officials also need: .venv/bin/weimin otp LOGIN"]
            lines += ["  想看住满人的城市 A city full of cases: .venv/bin/weimin rehearse --home var/rehearsal"]
        return "\n".join([*lines, "", "Ctrl-C 停止 / to stop"])


def prepare(*, say: Say) -> Prepared:
    """Migrate, apply the city, sign the first checkpoint. Safe to repeat, and quick when nothing changed."""
    import django

    django.setup()
    home = environment.home()
    home.mkdir(parents=True, exist_ok=True)
    migrate(home, say)
    from django.conf import settings

    from weimin.kernel.catalogue import api as catalogue
    from weimin.kernel.identity import api as identity
    from weimin.kernel.journal import api as journal

    now = clock.now()
    applied = catalogue.apply_city(Path(settings.CITY), actor="system", now=now, say=say)
    journal.sequence(now=clock.now())
    logins = (
        [(each.login, each.name, str(each.hint)) for each in identity.demo_logins()] if applied.demonstration else []
    )
    return Prepared(f"{applied.name.zh} {applied.name.en}", logins, identity.DEMO_PASSWORD if logins else "")


def migrate(home: Path, say: Say) -> None:
    """Migrate the database unless the very same migrations were applied to it before."""
    from django.core.management import call_command
    from django.db import connection

    stamp, state = home / "migrated", migration_state()
    if stamp.exists() and stamp.read_text() == state and connection.introspection.table_names():
        return
    say("建立数据库 / preparing the database …")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    stamp.write_text(state)


def migration_state() -> str:
    """A digest of all migration files of the house and of the database they are meant for."""
    root = Path(weimin.__file__).parent
    digest = hashlib.sha256(environment.value("WEIMIN_DATABASE_URL").encode() + socket.gethostname().encode())
    for file in sorted(root.rglob("migrations/*.py")):
        digest.update(file.name.encode() + file.read_bytes())
    from importlib.metadata import version

    digest.update(f"{version('django')}/{version('django-allauth')}".encode())
    return digest.hexdigest()
