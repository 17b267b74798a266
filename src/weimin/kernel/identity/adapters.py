"""What allauth asks of us: sealed second factors, our words, and no way for an official to give up the second factor."""

import re
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from weimin.kernel.identity.fields import keyring
from weimin.kernel.identity.models import LOGIN_PATTERN, User
from weimin.kernel.identity.requests import Request, has_second_factor
from weimin.kernel.identity.selectors import posts_of
from weimin.kernel.journal import api as journal
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date

__all__ = ["AccountAdapter", "MFAAdapter", "login_validators"]

SEAL_CONTEXT = "mfa.authenticator"

BAD_LOGIN = Bilingual(
    "登录名以小写字母或数字开头，只含小写字母、数字、点、横线和下划线",
    "A login starts with a lower-case letter or digit and holds only those, dots, hyphens and underscores",
)


def login_shape(login: str) -> None:
    """Validator of what a person types as a new login; capitals are folded later."""
    if not re.fullmatch(LOGIN_PATTERN, login.lower()):
        raise ValidationError(str(BAD_LOGIN))


login_validators = [login_shape]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": Bilingual("这个账号已停用", "This account is closed"),
        "enter_current_password": Bilingual("这不是您现在的密码", "This is not your present password"),
        "incorrect_password": Bilingual("密码不对", "The password is wrong"),
        "too_many_login_attempts": Bilingual(
            "连续输错次数太多，请五分钟后再试", "Too many failed attempts; try again in five minutes"
        ),
        "rate_limited": Bilingual("操作太频繁，请稍后再试", "Too many attempts; try again a little later"),
        "username_password_mismatch": Bilingual("登录名或密码不对", "The login or the password is wrong"),
        "username_taken": Bilingual("这个登录名已被使用，请换一个", "This login is taken; choose another"),
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:
        cleaned: str = super().clean_username(username.strip().lower(), shallow)
        return cleaned

    @transaction.atomic
    def login(self, request: HttpRequest, user: User) -> None:
        """Who logged in and when is kept in the journal; with the second factor or without."""
        super().login(request, user)
        factor = "mfa" if has_second_factor(request) else "password"
        now = cast(Request, request).now
        journal.append(actor=f"user:{user.pk}", action="identity.logged-in", now=now, payload={"factor": factor})

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": Bilingual(
            "验证码不对，或已经用过；等下一个再输入", "The code is wrong or was already used; wait for the next one"
        ),
        "cannot_delete_authenticator": Bilingual(
            "公职账号必须有第二重验证，不能停用", "An official's account must keep its second factor"
        ),
    }

    def encrypt(self, text: str) -> str:
        return keyring().seal(text, context=SEAL_CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        return keyring().unseal(encrypted_text, context=SEAL_CONTEXT)

    def get_totp_issuer(self) -> str:
        return "为民 Weimin"

    def get_totp_label(self, user: User) -> str:
        return user.login

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user: User = authenticator.user
        today = law_date(cast(Request, context.request).now)
        return not (user.is_operator or posts_of(user.pk, on=today))
