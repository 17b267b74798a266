"""Every setting that an operator may change is named, explained in both languages, and really read."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.sources import dotted, modules
from weimin.config.environment import SETTINGS

ENVIRONMENT = Path("config/environment.py")
NAME = re.compile(r"WEIMIN_[A-Z_]+")


def strings(tree: ast.Module) -> set[str]:
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str) and NAME.fullmatch(value)}


def test_every_setting_is_read_and_every_one_that_is_read_is_declared():
    declared = {setting.name for setting in SETTINGS}
    read = set().union(
        *(strings(tree) for path, tree in modules() if path != ENVIRONMENT and path.name != "settings_test.py")
    )
    assert read - declared == set(), "declare it in environment.py"
    inside = {name for name in declared if name == "WEIMIN_HOME"}
    assert declared - read - inside == set(), "nobody reads it: take it out"


def test_every_setting_says_what_it_means_in_both_languages():
    for setting in SETTINGS:
        assert NAME.fullmatch(setting.name)
        assert re.search(r"[一-鿿]", setting.meaning.zh), setting.name
        assert re.search(r"[A-Za-z]{3}", setting.meaning.en), setting.name
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


def test_the_environment_is_asked_in_one_place():
    """Elsewhere it is only set, handed on whole to a child process, or names Django's settings."""
    wrong = []
    for path, tree in modules():
        if path == ENVIRONMENT or path.name == "settings_test.py":
            continue
        for node in ast.walk(tree):
            call = isinstance(node, ast.Call) and dotted(node.func) in {"os.environ.get", "os.getenv"}
            item = (
                isinstance(node, ast.Subscript)
                and isinstance(node.ctx, ast.Load)
                and dotted(node.value) == "os.environ"
            )
            if call or item:
                name = node.args[0] if isinstance(node, ast.Call) else node.slice
                if isinstance(name, ast.Constant) and str(name.value).startswith("WEIMIN_"):
                    wrong.append(f"{path}:{node.lineno}")
    assert wrong == []


def settings_under(tmp_path: Path, **environment: str) -> dict[str, object]:
    """What production settings say under an environment: read in a process of their own."""
    names = [
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
        "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE",
        "PASSWORD_HASHERS", "DEBUG", "X_FRAME_OPTIONS", "ALLAUTH_TRUSTED_PROXY_COUNT", "INSTALLED_APPS",
    ]  # fmt: skip
    code = f"import json; from weimin.config import settings as s; print(json.dumps({{n: getattr(s, n) for n in {names}}}))"
    clean = {key: value for key, value in os.environ.items() if not key.startswith("WEIMIN_")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=clean | {"WEIMIN_HOME": str(tmp_path)} | environment,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def test_behind_tls_cookies_are_secure_and_http_is_left_behind(tmp_path):
    said = settings_under(tmp_path, WEIMIN_TLS="1", WEIMIN_PROXIES="2")
    assert said["SESSION_COOKIE_SECURE"] is said["CSRF_COOKIE_SECURE"] is said["SECURE_SSL_REDIRECT"] is True
    assert said["SECURE_HSTS_SECONDS"] == 31_536_000
    assert said["ALLAUTH_TRUSTED_PROXY_COUNT"] == 2


def test_defaults_are_safe(tmp_path):
    said = settings_under(tmp_path)
    assert said["DEBUG"] is False
    assert said["X_FRAME_OPTIONS"] == "DENY"
    assert said["SESSION_COOKIE_HTTPONLY"] is said["CSRF_COOKIE_HTTPONLY"] is True
    assert said["SESSION_COOKIE_SAMESITE"] == said["CSRF_COOKIE_SAMESITE"] == "Lax"
    assert said["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_there_is_no_django_admin(tmp_path):
    apps = settings_under(tmp_path)["INSTALLED_APPS"]
    assert isinstance(apps, list)
    assert "django.contrib.admin" not in apps


@pytest.mark.parametrize("key", ["short", "zz" * 32])
def test_a_bad_data_key_is_named_when_it_is_first_used(key):
    from weimin.lib.sealing import BadKey, Keyring

    with pytest.raises(BadKey, match="WEIMIN_DATA_KEYS"):
        Keyring([key])
