import os
import secrets
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
ISSUER = os.environ.get("ISSUER", "http://localhost:3000")
ORIGIN = os.environ.get("ORIGIN", f"http://localhost:{os.environ.get('PORT', '4000')}")

SECRET_KEY = os.environ.get("SESSION_SECRET") or secrets.token_hex(32)
DEBUG = ORIGIN.startswith("http://localhost")
ALLOWED_HOSTS = ["localhost", ORIGIN.split("://")[1]]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ORIGIN.startswith("https:")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "quickstart",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.contrib.auth.context_processors.auth"]},
    }
]
ROOT_URLCONF = "quickstart.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "/login"

AUTHLIB_OAUTH_CLIENTS = {
    "passgraph": {
        "client_id": os.environ.get("CLIENT_ID", "django"),
        "client_secret": os.environ.get("CLIENT_SECRET"),
        "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
        "client_kwargs": {"scope": "openid profile email groups", "code_challenge_method": "S256"},
    }
}
