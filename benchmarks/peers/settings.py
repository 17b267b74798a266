"""Weimin's settings with the peers' tables beside its own: everyone writes to the same database."""

from weimin.config.settings import *  # noqa: F403
from weimin.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "viewflow", "viewflow.workflow", "peers"]
