import * as oidc from 'openid-client';

const { ISSUER = 'http://localhost:3000', API = 'http://localhost:5000/', CLIENT_SECRET } = process.env;
if (!CLIENT_SECRET) {
  console.error('CLIENT_SECRET is missing: set it to the clientSecret that createClient returned.');
  process.exit(1);
}
// Plain http is for localhost only.
const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {};
let config: oidc.Configuration;
try {
  config = await oidc.discovery(new URL(ISSUER), 'nightly', {}, oidc.ClientSecretBasic(CLIENT_SECRET), options);
} catch (error) {
  console.error(`Cannot use ISSUER=${ISSUER}: ${error}. Start Passgraph, or set ISSUER to its URL.`);
  process.exit(1);
}

let token = { text: '', freshUntil: 0 };

/** Reuses one token until shortly before it expires. */
async function accessToken(): Promise<string> {
  if (Date.now() < token.freshUntil) return token.text;
  const answer = await oidc.clientCredentialsGrant(config, { scope: 'invoices:read' });
  token = { text: answer.access_token, freshUntil: Date.now() + ((answer.expiresIn() ?? 0) - 10) * 1000 };
  return token.text;
}

const answer = await fetch(API, { headers: { Authorization: `Bearer ${await accessToken()}` } });
console.log(answer.status, await answer.text());
