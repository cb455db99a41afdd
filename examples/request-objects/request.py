import hashlib
import json
import os
import secrets
import sys
import time
from base64 import urlsafe_b64encode
from urllib.parse import quote_plus, urlencode

import jwt
import requests

issuer = os.environ.get("ISSUER", "http://localhost:3000")
port = os.environ.get("PORT", "4000")
secret = os.environ.get("CLIENT_SECRET", "")
alg = os.environ.get("ALG", "EdDSA")
client_id = "desk"


def load_key():
    if alg == "HS256":
        return secret, {}
    with open("private.jwk") as file:
        jwk = json.load(file)
    return jwt.PyJWK(jwk).key, {"kid": jwk["kid"]}


def sign_request(parameters):
    key, header = load_key()
    now = int(time.time())
    claims = {
        **parameters,
        "iss": client_id,
        "client_id": client_id,
        "aud": issuer,
        "jti": secrets.token_urlsafe(),
        "iat": now,
        "nbf": now,
        "exp": now + 300,
    }
    return jwt.encode(claims, key, algorithm=alg, headers={"typ": "oauth-authz-req+jwt", **header})


def push(request):
    credentials = (quote_plus(client_id), quote_plus(secret))
    answer = requests.post(f"{issuer}/oidc/par", data={"request": request}, auth=credentials, timeout=10)
    body = answer.json()
    if answer.status_code != 201:
        sys.exit(f"{body['error']}: {body['error_description']}")
    return body["request_uri"]


def authorization_url(**parameters):
    return f"{issuer}/oidc/authorize?{urlencode({'client_id': client_id, **parameters})}"


verifier = secrets.token_urlsafe(32)  # keep it: the token request needs it
parameters = {
    "response_type": "code",
    "redirect_uri": f"http://localhost:{port}/callback",
    "scope": "openid profile",
    "state": secrets.token_urlsafe(),
    "nonce": secrets.token_urlsafe(),
    "code_challenge": urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode(),
    "code_challenge_method": "S256",
}
print(authorization_url(request=sign_request(parameters)))
print(authorization_url(request_uri=push(sign_request(parameters))))
