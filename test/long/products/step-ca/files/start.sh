set -eu
export STEPPATH={{DATA}}/step
PATH="{{FOLDER}}/bin:$PATH"
echo 'the password of this check' > password

step ca init --deployment-type standalone --name Example --dns localhost --address localhost:{{INNER_PORT}} \
  --provisioner admin@example.com --password-file password

step ca provisioner add passgraph --type OIDC --client-id {{CLIENT_ID}} --client-secret {{CLIENT_SECRET}} \
  --configuration-endpoint {{ISSUER}}/.well-known/openid-configuration

exec step-ca --password-file password "$STEPPATH/config/ca.json"
