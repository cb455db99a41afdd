from urllib.parse import urlencode

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.contrib.auth import get_user_model, login, logout
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from joserfc.errors import JoseError
from requests import RequestException

passgraph = OAuth().register("passgraph")  # its settings are in AUTHLIB_OAUTH_CLIENTS


@require_GET
def home(request):
    return render(request, "home.html")


@require_GET
def sign_in(request):
    try:
        return passgraph.authorize_redirect(request, f"{settings.ORIGIN}/callback")
    except RequestException as error:
        return explain(request, error)


@require_GET
def callback(request):
    try:
        token = passgraph.authorize_access_token(request)  # compares state and nonce, and verifies the ID token
    except (OAuthError, JoseError, RequestException) as error:
        return explain(request, error)
    login(request, save_user(token["userinfo"]))  # gives the session a new id
    request.session["id_token"] = token["id_token"]
    return redirect("/")


@require_POST
def sign_out(request):
    id_token = request.session.get("id_token")
    logout(request)
    if id_token is None:
        return redirect("/")
    # Ends the session at Passgraph too. Otherwise the next sign-in would not ask for a passkey.
    parameters = {"post_logout_redirect_uri": f"{settings.ORIGIN}/", "id_token_hint": id_token}
    return redirect(f"{passgraph.load_server_metadata()['end_session_endpoint']}?{urlencode(parameters)}")


def save_user(claims):
    """Finds the user by `sub`, which never changes. Names and e-mail addresses can change."""
    known = {"first_name": claims.get("name") or claims["preferred_username"], "email": claims.get("email", "")}
    user, _ = get_user_model().objects.update_or_create(
        username=claims["sub"],
        defaults=known,
        create_defaults={**known, "password": make_password(None)},
    )
    # The groups of Django, with their permissions, are those of Passgraph at every sign-in.
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in claims.get("groups", [])])
    return user


def explain(request, error):
    return render(request, "problem.html", {"reason": error}, status=400)
