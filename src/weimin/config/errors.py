"""Known errors become answers people can use: a page, or RFC 9457 problem+json for machines. No traceback escapes."""

import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.cache import add_never_cache_headers

from weimin.kernel.identity.api import public
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = [
    "KnownErrors",
    "bad_request",
    "csrf_failure",
    "error_response",
    "not_found",
    "permission_denied",
    "problem",
    "server_error",
    "too_many_requests",
]

log = logging.getLogger(__name__)
PROBLEM_TYPE: Final = "application/problem+json"

WORDS: Final = {
    400: (Bilingual("这个请求看不懂", "This request cannot be read"),
          Bilingual("请回到上一页再试一次；多次出现时请告诉我们您点了什么。",
                    "Go back and try again; if it stays, tell us what you pressed.")),
    403: (Bilingual("您不能看这一页", "You may not see this page"),
          Bilingual("它属于另一个人或另一个岗位。换一个身份登录，或从首页重新开始。",
                    "It belongs to someone else or to another post. Log in as someone else, or start from the home page.")),
    404: (Bilingual("没有这一页", "There is no such page"),
          Bilingual("网址可能写错了，或内容已经撤下。请从首页查找。",
                    "The address may be mistyped or the content withdrawn. Search from the home page.")),
    405: (Bilingual("不能这样打开这一页", "This page cannot be opened this way"),
          Bilingual("请从首页重新开始。", "Start from the home page.")),
    409: (Bilingual("已经有人先办了", "Someone was faster"),
          Bilingual("请刷新页面，看看现在的状态。", "Reload the page to see how it stands now.")),
    413: (Bilingual("内容太大", "Too large"),
          Bilingual("请减小文件后再试。", "Make the file smaller and try again.")),
    422: (Bilingual("有内容需要改", "Something needs a correction"),
          Bilingual("请回到上一页改正后再提交。", "Go back, correct it and send it again.")),
    429: (Bilingual("操作太频繁", "Too many attempts"),
          Bilingual("请过几分钟再试。", "Try again in a few minutes.")),
    500: (Bilingual("我们这边出错了", "Something broke on our side"),
          Bilingual("错误已经记录，您填写的内容没有丢失。请稍后再试。",
                    "It has been recorded and nothing you saved is lost. Try again later.")),
}  # fmt: skip


def problem(status: int, *, code: str, title: Bilingual, detail: Bilingual, **data: Any) -> HttpResponse:
    """An answer for machines (RFC 9457). ``code`` is stable; title and detail follow the language."""
    body = {
        "type": f"urn:weimin:error:{code}",
        "status": status,
        "title": str(title),
        "detail": str(detail),
        "code": code,
    }
    text = json.dumps(body | data, ensure_ascii=False, default=str)
    return HttpResponse(text, status=status, content_type=PROBLEM_TYPE)


def error_response(
    request: HttpRequest, status: int, *, code: str = "", detail: Bilingual | None = None, **data: Any
) -> HttpResponse:
    """The page or the problem document for a status, in what the caller asked for."""
    title, advice = WORDS.get(status, WORDS[500 if status >= 500 else 400])
    if _wants_json(request):
        response = problem(
            status, code=code or HTTPStatus(status).phrase.lower().replace(" ", "-"), title=title, detail=detail or advice,
            **data,
        )  # fmt: skip
    else:
        context = {"status": status, "title": title, "detail": detail, "advice": advice, "code": code}
        response = render(request, "ui/error.html", context, status=status)
    add_never_cache_headers(response)
    return response


def _wants_json(request: HttpRequest) -> bool:
    if request.path.startswith("/api/"):
        return True
    accepted = request.headers.get("Accept", "")
    return "json" in accepted and "text/html" not in accepted


class KnownErrors:
    """Middleware: a ``WeiminError`` that a view let through becomes an answer with its own status and words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, WeiminError):
            return None
        if exception.status >= 500:
            log.error("%s %s: %s", request.method, request.path, exception.code, exc_info=exception)
            return server_error(request)
        return error_response(request, exception.status, code=exception.code, detail=exception.message)


@public
def bad_request(request: HttpRequest, exception: BadRequest | None = None) -> HttpResponse:
    return error_response(request, 400)


@public
def permission_denied(request: HttpRequest, exception: PermissionDenied | None = None) -> HttpResponse:
    return error_response(request, 403)


@public
def not_found(request: HttpRequest, exception: Http404 | None = None) -> HttpResponse:
    return error_response(request, 404)


@public
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_response(request, 429)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """The page asks neither database nor session: one of them may be what broke."""
    if _wants_json(request):
        return error_response(request, 500)
    return HttpResponse(get_template("500.html").render(), status=500)


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or another site sent the form."""
    log.warning("CSRF: %s %s: %s", request.method, request.path, reason)
    detail = Bilingual(
        "这一页打开太久了，或者不是从本网站提交的。请返回上一页，刷新后再提交。",
        "The page was open too long, or the form did not come from this site. Go back, reload and send it again.",
    )
    return error_response(request, 403, code="csrf", detail=detail)
