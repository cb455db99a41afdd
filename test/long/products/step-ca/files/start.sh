set -eu
export STEPPATH={{DATA}}/step
PATH="{{FOLDER}}/bin:$PATH"
echo 'the password of this check' > password

step ca init --deployment-type standalone --name Example --dns localhost --address localhost:{{INNER_PORT}} \
  --provisioner admin@example.com --password-file password

# The catalogue gives the entry of the list of provisioners.
cat > provisioner.json <<'END'
{{CATALOGUE}}
END
node -e "
  const { readFileSync, writeFileSync } = require('node:fs');
  const path = process.env.STEPPATH + '/config/ca.json';
  const config = JSON.parse(readFileSync(path, 'utf8'));
  config.authority.provisioners.push(JSON.parse(readFileSync('provisioner.json', 'utf8')));
  writeFileSync(path, JSON.stringify(config));
"

exec step-ca --password-file password "$STEPPATH/config/ca.json"
