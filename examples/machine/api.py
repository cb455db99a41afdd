import os

import jwt
from flask import Flask, jsonify, request

issuer = os.environ.get("ISSUER", "http://localhost:3000")
port = int(os.environ.get("PORT", "5000"))
audience = f"http://localhost:{port}/"  # the `resource` of this API's scopes
keys = jwt.PyJWKClient(f"{issuer}/oidc/jwks")  # cached, and fetched again for an unknown kid
app = Flask(__name__)


def verify_caller():
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    try:
        if jwt.get_unverified_header(token).get("typ") != "at+jwt":
            return None
        key = keys.get_signing_key_from_jwt(token).key
        options = {"require": ["exp", "iss", "aud", "sub"]}
        return jwt.decode(token, key, algorithms=["RS256"], issuer=issuer, audience=audience, options=options)
    except jwt.PyJWTError:
        return None


def refused(status, reason):
    return jsonify(error=reason), status, {"WWW-Authenticate": f'Bearer error="{reason}"'}


@app.get("/")
def invoices():
    caller = verify_caller()
    if caller is None:
        return refused(401, "invalid_token")
    if "invoices:read" not in caller.get("scope", "").split():
        return refused(403, "insufficient_scope")
    return jsonify(invoices=[], calledBy=caller["sub"])


if __name__ == "__main__":
    app.run(host="localhost", port=port)
