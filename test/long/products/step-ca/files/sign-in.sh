set -eu
# The command prints the address instead of opening a browser.
export STEPPATH={{DATA}}/step STEP_OPEN_BROWSER=0
PATH="{{FOLDER}}/bin:$PATH"

# `step ca certificate` alone would do this too, but only with an issuer that has a certificate.
token=$(step oauth --oidc --bare --authorization-endpoint {{ISSUER}}/oidc/authorize \
  --token-endpoint {{ISSUER}}/oidc/token --client-id {{CLIENT_ID}} --client-secret {{CLIENT_SECRET}} \
  --scope openid --scope email --listen :10000)

step ca certificate ada@example.com user.crt user.key --token "$token"
