"""Lists the users, as the user who enters a code in a browser. It needs only Python."""

import json
import os
import sys
import time
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

issuer = os.environ.get("ISSUER", "http://localhost:3000")
client_id = "admin-tool"


def post(path, body, headers):
    request = Request(issuer + path, body.encode(), headers)
    try:
        with urlopen(request, timeout=30) as response:
            return json.load(response)
    except HTTPError as error:  # OAuth and GraphQL errors are JSON too
        return json.load(error)


def post_form(path, **form):
    form["client_id"] = client_id
    return post(path, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})


try:
    started = post_form(
        "/oidc/device_authorization",
        scope="users:read",
        resource=f"{issuer}/graphql",
    )
except (URLError, ValueError) as error:
    sys.exit(f"Cannot use ISSUER={issuer}: {error}. Start Passgraph, or set ISSUER to its URL.")
if "error" in started:
    sys.exit(f"Not signed in: {started['error_description']}")
print(f"Open {started['verification_uri']} and enter {started['user_code']}", flush=True)

interval = started["interval"]
while True:
    time.sleep(interval)
    tokens = post_form(
        "/oidc/token",
        grant_type="urn:ietf:params:oauth:grant-type:device_code",
        device_code=started["device_code"],
    )
    if "access_token" in tokens:
        break
    if tokens["error"] == "slow_down":
        interval += 5
    elif tokens["error"] != "authorization_pending":
        sys.exit(f"Not signed in: {tokens['error']}")

query = """query ($after: String) {
  users(first: 100, after: $after) {
    edges { node { username name } }
    pageInfo { hasNextPage endCursor }
  }
}"""
after = None
while True:
    answer = post(
        "/graphql",
        json.dumps({"query": query, "variables": {"after": after}}),
        {"Content-Type": "application/json", "Authorization": f"Bearer {tokens['access_token']}"},
    )
    if "errors" in answer:
        sys.exit(f"The API refused: {answer['errors'][0]['message']}")
    users = answer["data"]["users"]
    for edge in users["edges"]:
        print(edge["node"]["username"], edge["node"]["name"] or "")
    if not users["pageInfo"]["hasNextPage"]:
        break
    after = users["pageInfo"]["endCursor"]
