import logging
import os
import secrets
import sys
from urllib.parse import urlencode

import uvicorn
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from httpx import HTTPError
from jinja2 import Environment
from joserfc.errors import JoseError
from starlette.middleware.sessions import SessionMiddleware

ISSUER = os.environ.get("ISSUER", "http://localhost:3000")
PORT = int(os.environ.get("PORT", "4000"))
ORIGIN = os.environ.get("ORIGIN", f"http://localhost:{PORT}")

app = FastAPI()
app.add_middleware(
    SessionMiddleware,
    secret_key=os.environ.get("SESSION_SECRET") or secrets.token_hex(32),
    https_only=ORIGIN.startswith("https:"),
)

passgraph = OAuth().register(
    "passgraph",
    client_id=os.environ.get("CLIENT_ID", "fastapi"),
    client_secret=os.environ.get("CLIENT_SECRET")
    or sys.exit("CLIENT_SECRET is missing: set it to the clientSecret that createClient returned."),
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile email groups", "code_challenge_method": "S256"},
)

# The cookie has only a random id, because browsers accept no cookie above 4 kB. Use a database in production.
sign_ins = {}

templates = Environment(autoescape=True)
HOME = templates.from_string("""
{% if user %}
<h1>Hello {{ user.name or user.preferred_username }}</h1>
<p>E-mail: {{ user.email or "–" }}</p>
<p>Groups: {{ user.groups | join(", ") }}</p>
<form method="post" action="/logout"><button>Sign out</button></form>
{% else %}
<a href="/login">Sign in</a>
{% endif %}
""")
PROBLEM = templates.from_string('<p>Not signed in: {{ reason }}</p> <a href="/login">Sign in</a>')


@app.get("/", response_class=HTMLResponse)
def home(request: Request):
    return HOME.render(user=sign_ins.get(request.session.get("id"), {}).get("userinfo"))


@app.get("/login")
async def login(request: Request):
    return await passgraph.authorize_redirect(request, f"{ORIGIN}/callback")


@app.get("/callback")
async def callback(request: Request):
    token = await passgraph.authorize_access_token(request)  # compares state and nonce, and verifies the ID token
    sign_ins.pop(request.session.get("id"), None)
    request.session.clear()
    request.session["id"] = secrets.token_urlsafe()
    sign_ins[request.session["id"]] = {"userinfo": token["userinfo"], "id_token": token["id_token"]}
    return RedirectResponse("/")


@app.post("/logout")
async def logout(request: Request):
    sign_in = sign_ins.pop(request.session.get("id"), None)
    request.session.clear()
    if sign_in is None:
        return RedirectResponse("/", status_code=303)
    # Ends the session at Passgraph too. Otherwise the next sign-in would not ask for a passkey.
    parameters = {"post_logout_redirect_uri": f"{ORIGIN}/", "id_token_hint": sign_in["id_token"]}
    metadata = await passgraph.load_server_metadata()
    return RedirectResponse(f"{metadata['end_session_endpoint']}?{urlencode(parameters)}", status_code=303)


@app.exception_handler(OAuthError)
@app.exception_handler(JoseError)
@app.exception_handler(HTTPError)
async def explain(_request: Request, error: Exception):
    logging.warning(error)
    return HTMLResponse(PROBLEM.render(reason=error), status_code=400)


if __name__ == "__main__":
    uvicorn.run(app, host="localhost", port=PORT)
