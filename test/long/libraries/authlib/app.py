import os

from authlib.integrations.flask_client import OAuth
from flask import Flask, jsonify, redirect, session, url_for

app = Flask(__name__)
app.secret_key = "of this check"
oauth = OAuth(app)
oauth.register(
    name="passgraph",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=os.environ["ISSUER"] + "/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile email offline_access"},
)


@app.get("/login")
def login():
    return oauth.passgraph.authorize_redirect(url_for("callback", _external=True))


@app.get("/callback")
def callback():
    token = oauth.passgraph.authorize_access_token()
    userinfo = oauth.passgraph.userinfo(token=token)
    refreshed = oauth.passgraph.fetch_access_token(
        grant_type="refresh_token", refresh_token=token["refresh_token"]
    )
    again = oauth.passgraph.userinfo(token=refreshed)
    session["id_token"] = token["id_token"]
    return jsonify(claims=token["userinfo"], userinfo=userinfo, refreshed=again["sub"])


@app.get("/logout")
def logout():
    server = oauth.passgraph.load_server_metadata()
    return redirect(f"{server['end_session_endpoint']}?id_token_hint={session['id_token']}")


app.run(host="localhost", port=int(os.environ["PORT"]))
