"""Settings of a process that works on the database of a running test: a victim to be killed."""

import os

from weimin.config.settings_test import *  # noqa: F403
from weimin.config.settings_test import DATABASES

DATABASES["default"]["NAME"] = os.environ["WEIMIN_TEST_DATABASE"]
