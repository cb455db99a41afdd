import os

from flask import Flask, jsonify, session
from flask_pyoidc import OIDCAuthentication
from flask_pyoidc.provider_configuration import ClientMetadata, ProviderConfiguration
from flask_pyoidc.user_session import UserSession

port = os.environ["PORT"]
app = Flask(__name__)
app.config.update(OIDC_REDIRECT_URI=f"http://localhost:{port}/redirect_uri", SECRET_KEY="of this check")

client = ClientMetadata(client_id=os.environ["CLIENT_ID"], client_secret=os.environ["CLIENT_SECRET"])
provider = ProviderConfiguration(
    issuer=os.environ["ISSUER"],
    client_metadata=client,
    auth_request_params={"scope": ["openid", "profile", "email"]},
)
auth = OIDCAuthentication({"default": provider}, app)


@app.get("/login")
@auth.oidc_auth("default")
def login():
    user = UserSession(session)
    return jsonify(claims=user.id_token, userinfo=user.userinfo)


app.run(host="localhost", port=int(port))
