"""All addresses of the house. Each room brings its own ``urls.py``."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
