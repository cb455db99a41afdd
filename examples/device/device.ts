import * as oidc from 'openid-client';

const { ISSUER = 'http://localhost:3000' } = process.env;
// Plain http is for localhost only.
const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {};
let config: oidc.Configuration;
try {
  config = await oidc.discovery(new URL(ISSUER), 'screen', {}, oidc.None(), options);
} catch (error) {
  console.error(`Cannot use ISSUER=${ISSUER}: ${error}. Start Passgraph, or set ISSUER to its URL.`);
  process.exit(1);
}

const started = await oidc.initiateDeviceAuthorization(config, { scope: 'openid profile offline_access' });
console.log(`Open ${started.verification_uri} and enter ${started.user_code}`);
// For a QR code, use started.verification_uri_complete.

try {
  const tokens = await oidc.pollDeviceAuthorizationGrant(config, started);
  // Store tokens.refresh_token. oidc.refreshTokenGrant exchanges it for new tokens.
  console.log(`Signed in as ${tokens.claims()?.preferred_username}`);
} catch (error) {
  console.error(`Not signed in: ${error instanceof oidc.ResponseBodyError ? error.error : error}`);
  process.exitCode = 1;
}
