"""Forms of login and sign-up: allauth's, in our words, with our checks."""

from datetime import date
from typing import Any, cast

from allauth.account import forms as account
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render

from weimin.kernel.identity.errors import LoginTaken, NumberTaken
from weimin.kernel.identity.models import NumberKind, User
from weimin.kernel.identity.requests import Request
from weimin.kernel.identity.services import register_person
from weimin.lib.bilingual import Bilingual
from weimin.lib.identifiers import (
    check_id_number,
    check_passport,
    check_personal_name,
    check_phone,
    normalise_code,
    normalise_personal_name,
    normalise_phone,
)
from weimin.lib.lawtime import law_date

__all__ = [
    "ChangePasswordForm",
    "LoginForm",
    "ReauthenticateForm",
    "SecondFactorAgainForm",
    "SecondFactorForm",
    "SetUpSecondFactorForm",
    "SignUpForm",
]

LOGIN = Bilingual("登录名", "Login")
PASSWORD = Bilingual("密码", "Password")
NEW_PASSWORD_HELP = Bilingual(
    "至少十个字符，不要只用数字，也不要用常见的密码", "At least ten characters, not digits alone, not a common password"
)
CODE_HELP = Bilingual("验证器里的六位数字；也可以用恢复码", "Six digits from your authenticator, or a recovery code")


def _word(form: forms.BaseForm, name: str, label: Bilingual, help_text: Bilingual | str = "", **attrs: str) -> None:
    """Label and help in both languages; a placeholder is no label and goes."""
    field = form.fields[name]
    field.label = cast(str, label)
    field.help_text = cast(str, help_text)
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


def _plain_text_code(form: forms.BaseForm) -> None:
    _word(form, "code", Bilingual("验证码", "Code"), CODE_HELP, inputmode="numeric", autofocus="")


def number_fault(kind: NumberKind, number: str, *, today: date) -> Bilingual | None:
    """What is wrong with a number, as a document of this kind carries it; None if nothing is."""
    if kind == NumberKind.PASSPORT:
        return check_passport(number)
    return check_id_number(number, today=today)


class LoginForm(account.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "login", LOGIN, autofocus="")
        _word(self, "password", PASSWORD)


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "oldpassword", Bilingual("现在的密码", "Present password"))
        _word(self, "password1", Bilingual("新密码", "New password"), NEW_PASSWORD_HELP)
        _word(self, "password2", Bilingual("再输一次新密码", "New password again"))


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password", PASSWORD, autofocus="")


class SecondFactorForm(mfa.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_text_code(self)


class SecondFactorAgainForm(mfa.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_text_code(self)


class SetUpSecondFactorForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_text_code(self)
        self.fields["code"].help_text = cast(str, Bilingual("验证器里的六位数字", "Six digits from your authenticator"))


class SignUpForm(account.SignupForm):  # type: ignore[misc]
    """A citizen's own login: User, Party and the mandate for oneself, all or none."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    number_kind = forms.ChoiceField(widget=forms.RadioSelect)
    number = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
    field_order = ("name", "number_kind", "number", "phone", "username", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = cast(forms.ChoiceField, self.fields["number_kind"])
        kinds.choices = [
            (NumberKind.ID_CARD.value, str(Bilingual("居民身份证", "Resident identity card"))),
            (NumberKind.PASSPORT.value, str(Bilingual("护照", "Passport"))),
        ]
        kinds.initial = NumberKind.ID_CARD.value
        _word(self, "name", Bilingual("姓名", "Name"), Bilingual("和证件上一样", "As on the document"))
        _word(self, "number_kind", Bilingual("证件", "Document"))
        _word(self, "number", Bilingual("证件号码", "Number of the document"))
        _word(
            self,
            "phone",
            Bilingual("手机号码", "Mobile phone"),
            Bilingual("办件时用来联系您", "To reach you about your case"),
        )
        _word(
            self,
            "username",
            LOGIN,
            Bilingual("小写字母和数字，至少四个", "Lower-case letters and digits, at least four"),
        )
        _word(self, "password1", PASSWORD, NEW_PASSWORD_HELP)
        _word(self, "password2", Bilingual("再输一次密码", "Password again"))

    def clean_name(self) -> str:
        name = normalise_personal_name(self.cleaned_data["name"])
        if wrong := check_personal_name(name):
            raise ValidationError(cast(str, wrong))
        return name

    def clean_phone(self) -> str:
        phone = normalise_phone(self.cleaned_data["phone"])
        if wrong := check_phone(phone):
            raise ValidationError(cast(str, wrong))
        return phone

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("number_kind") and cleaned.get("number"):
            cleaned["number"] = normalise_code(cleaned["number"])
            today = law_date(cast(Request, context.request).now)
            if wrong := number_fault(NumberKind(cleaned["number_kind"]), cleaned["number"], today=today):
                self.add_error("number", cast(str, wrong))
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """A number or login that someone took meanwhile is told as an error of the form, not as a broken page."""
        try:
            user, response = super().try_save(request)
        except (NumberTaken, LoginTaken) as taken:
            self.add_error("number" if isinstance(taken, NumberTaken) else "username", cast(str, taken.message))
            raise ImmediateHttpResponse(render(request, "account/signup.html", {"form": self}, status=409)) from None
        return user, response

    def save(self, request: HttpRequest) -> User:
        cleaned = self.cleaned_data
        return register_person(
            login=cleaned["username"],
            password=cleaned["password1"],
            name=cleaned["name"],
            number_kind=NumberKind(cleaned["number_kind"]),
            number=cleaned["number"],
            phone=cleaned["phone"],
            now=cast(Request, request).now,
        )
