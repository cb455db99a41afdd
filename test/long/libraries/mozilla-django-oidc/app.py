import os

import django
from django.conf import settings
from django.core.management import call_command
from django.http import JsonResponse
from django.urls import include, path

issuer = os.environ["ISSUER"]

settings.configure(
    SECRET_KEY="of this check",
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__,
    LOGGING={"version": 1, "handlers": {"c": {"class": "logging.StreamHandler"}}, "root": {"handlers": ["c"]}},
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["DATA"] + "/app.db"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "mozilla_django_oidc",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    AUTHENTICATION_BACKENDS=["mozilla_django_oidc.auth.OIDCAuthenticationBackend"],
    OIDC_RP_CLIENT_ID=os.environ["CLIENT_ID"],
    OIDC_RP_CLIENT_SECRET=os.environ["CLIENT_SECRET"],
    OIDC_RP_SIGN_ALGO="RS256",
    OIDC_OP_JWKS_ENDPOINT=f"{issuer}/oidc/jwks",
    OIDC_OP_AUTHORIZATION_ENDPOINT=f"{issuer}/oidc/authorize",
    OIDC_OP_TOKEN_ENDPOINT=f"{issuer}/oidc/token",
    OIDC_OP_USER_ENDPOINT=f"{issuer}/oidc/userinfo",
    LOGIN_REDIRECT_URL="/",
)
django.setup()


def home(request):
    return JsonResponse({"email": request.user.email})


urlpatterns = [path("oidc/", include("mozilla_django_oidc.urls")), path("", home)]

call_command("migrate", verbosity=0)
call_command("runserver", f"localhost:{os.environ['PORT']}", use_reloader=False)
