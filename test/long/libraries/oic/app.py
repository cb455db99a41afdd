import os

from flask import Flask, jsonify, redirect, request, session
from oic import rndstr
from oic.oic import Client
from oic.oic.message import AuthorizationResponse, RegistrationResponse
from oic.utils.authn.client import CLIENT_AUTHN_METHOD

port = os.environ["PORT"]
app = Flask(__name__)
app.secret_key = "of this check"

client = Client(client_authn_method=CLIENT_AUTHN_METHOD)
client.provider_config(os.environ["ISSUER"])
client.store_registration_info(
    RegistrationResponse(client_id=os.environ["CLIENT_ID"], client_secret=os.environ["CLIENT_SECRET"])
)
client.redirect_uris = [f"http://localhost:{port}/callback"]


@app.get("/login")
def login():
    session["state"] = rndstr()
    session["nonce"] = rndstr()
    asked = client.construct_AuthorizationRequest(
        request_args={
            "client_id": client.client_id,
            "response_type": "code",
            "scope": ["openid", "profile", "email"],
            "nonce": session["nonce"],
            "redirect_uri": client.redirect_uris[0],
            "state": session["state"],
        }
    )
    return redirect(asked.request(client.authorization_endpoint))


@app.get("/callback")
def callback():
    answer = client.parse_response(
        AuthorizationResponse, info=request.query_string.decode(), sformat="urlencoded"
    )
    assert answer["state"] == session["state"]
    tokens = client.do_access_token_request(
        state=answer["state"],
        request_args={"code": answer["code"], "redirect_uri": client.redirect_uris[0]},
        authn_method="client_secret_basic",
    )
    assert tokens["id_token"]["nonce"] == session["nonce"]
    userinfo = client.do_user_info_request(state=answer["state"])
    return jsonify(claims=tokens["id_token"].to_dict(), userinfo=userinfo.to_dict())


app.run(host="localhost", port=int(port))
