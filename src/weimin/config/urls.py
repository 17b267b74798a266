"""All addresses of the house. Each room brings its own ``urls.py``."""

from django.urls import URLPattern, URLResolver, include, path

from weimin.config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("ui/", include("weimin.ui.urls")),
    path("journal/", include("weimin.kernel.journal.urls")),
    path("account/", include("weimin.kernel.identity.urls")),
    path("welcome/", views.landing, name="landing"),
    path("healthz", views.health, name="health"),
    path("desk/people/", include("weimin.modules.staffing.urls")),
    path("desk/instructions/", include("weimin.modules.instructions.urls")),
    path("preview/state", views.preview_state, name="preview"),
    path("", include("weimin.modules.joint.urls")),
    path("", include("weimin.modules.ratings.urls")),
    path("desk/", include("weimin.modules.desk.urls")),
    path("window/", include("weimin.modules.hall.urls")),
    path("", include("weimin.modules.portal.urls")),
]

handler400 = "weimin.config.errors.bad_request"
handler403 = "weimin.config.errors.permission_denied"
handler404 = "weimin.config.errors.not_found"
handler429 = "weimin.config.errors.too_many_requests"
handler500 = "weimin.config.errors.server_error"
