import hmac
import os
import secrets
import sys
from urllib.parse import urlencode

import jwt
from flask import Flask, make_response, redirect, request
from markupsafe import escape

issuer = os.environ.get("ISSUER", "http://localhost:3000")
port = int(os.environ.get("PORT", "4000"))
secret = os.environ.get("CLIENT_SECRET")
if not secret:
    sys.exit("CLIENT_SECRET is missing: set it to the clientSecret that createClient returned.")
client_id = "shop"
host = f"localhost:{port}"
origin = f"http://{host}"

sessions = {}  # in memory: use a store that expires them
cookie = {"httponly": True, "samesite": "Lax", "secure": origin.startswith("https:")}
app = Flask(__name__)


@app.get("/")
def home():
    user = sessions.get(request.cookies.get("session"))
    if user is None:
        return '<a href="/login">Sign in</a>'
    return f'Hello {escape(user["username"])}, you are {user["userId"]}. <a href="/logout">Sign out</a>'


@app.get("/login")
def login():
    state = secrets.token_urlsafe()
    query = urlencode({"redirectUri": f"{origin}/callback", "state": state})
    response = redirect(f"{issuer}/auth/login/{client_id}?{query}")
    response.set_cookie("state", state, **cookie)
    return response


@app.get("/callback")
def callback():
    expected_state = request.cookies.get("state", "")
    if not expected_state or not hmac.compare_digest(request.args.get("state", "").encode(), expected_state.encode()):
        return "This browser did not start a sign-in. Start again at /login.", 400
    if "error" in request.args:
        return f"Not signed in: {escape(request.args['error'])}", 403
    token = request.args.get("token", "")
    try:
        user = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            issuer=issuer,
            audience=host,
            options={"require": ["exp", "iss", "aud", "userId", "username"]},
        )
    except jwt.InvalidTokenError:
        return "Not signed in: the token is not valid", 403
    session = secrets.token_urlsafe()
    sessions[session] = user | {"token": token}
    response = make_response(redirect("/"))
    response.set_cookie("session", session, **cookie)
    response.delete_cookie("state")
    return response


@app.get("/logout")
def logout():
    user = sessions.pop(request.cookies.get("session"), {})
    query = urlencode({"redirectUri": f"{origin}/", "token": user.get("token", "")})
    return redirect(f"{issuer}/auth/logout/{client_id}?{query}")


if __name__ == "__main__":
    app.run(host="localhost", port=port)
