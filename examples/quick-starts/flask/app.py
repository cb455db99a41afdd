import os
import secrets
import sys
from urllib.parse import urlencode

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, render_template_string, session
from joserfc.errors import JoseError
from requests import RequestException

ISSUER = os.environ.get("ISSUER", "http://localhost:3000")
PORT = int(os.environ.get("PORT", "4000"))
ORIGIN = os.environ.get("ORIGIN", f"http://localhost:{PORT}")

app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.environ.get("SESSION_SECRET") or secrets.token_hex(32),
    SESSION_COOKIE_SAMESITE="Lax",
    SESSION_COOKIE_SECURE=ORIGIN.startswith("https:"),
)

passgraph = OAuth(app).register(
    "passgraph",
    client_id=os.environ.get("CLIENT_ID", "flask"),
    client_secret=os.environ.get("CLIENT_SECRET")
    or sys.exit("CLIENT_SECRET is missing: set it to the clientSecret that createClient returned."),
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile email groups", "code_challenge_method": "S256"},
)

# The cookie has only a random id, because browsers accept no cookie above 4 kB. Use a database in production.
sign_ins = {}

HOME = """
{% if user %}
<h1>Hello {{ user.name or user.preferred_username }}</h1>
<p>E-mail: {{ user.email or "–" }}</p>
<p>Groups: {{ user.groups | join(", ") }}</p>
<form method="post" action="/logout"><button>Sign out</button></form>
{% else %}
<a href="/login">Sign in</a>
{% endif %}
"""
PROBLEM = '<p>Not signed in: {{ reason }}</p> <a href="/login">Sign in</a>'


@app.get("/")
def home():
    return render_template_string(HOME, user=sign_ins.get(session.get("id"), {}).get("userinfo"))


@app.get("/login")
def login():
    return passgraph.authorize_redirect(f"{ORIGIN}/callback")


@app.get("/callback")
def callback():
    token = passgraph.authorize_access_token()  # compares state and nonce, and verifies the ID token
    sign_ins.pop(session.get("id"), None)
    session.clear()
    session["id"] = secrets.token_urlsafe()
    sign_ins[session["id"]] = {"userinfo": token["userinfo"], "id_token": token["id_token"]}
    return redirect("/")


@app.post("/logout")
def logout():
    sign_in = sign_ins.pop(session.get("id"), None)
    session.clear()
    if sign_in is None:
        return redirect("/")
    # Ends the session at Passgraph too. Otherwise the next sign-in would not ask for a passkey.
    parameters = {"post_logout_redirect_uri": f"{ORIGIN}/", "id_token_hint": sign_in["id_token"]}
    return redirect(f"{passgraph.load_server_metadata()['end_session_endpoint']}?{urlencode(parameters)}")


@app.errorhandler(OAuthError)
@app.errorhandler(JoseError)
@app.errorhandler(RequestException)
def explain(error):
    app.logger.warning(error)
    return render_template_string(PROBLEM, reason=error), 400


if __name__ == "__main__":
    app.run(host="localhost", port=PORT)
