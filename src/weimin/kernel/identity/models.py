from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class User(AbstractBaseUser):
    login = models.CharField(max_length=150, unique=True)
    USERNAME_FIELD = "login"
