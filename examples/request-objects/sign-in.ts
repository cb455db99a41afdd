import * as oidc from 'openid-client';

/** Both from the environment: see vite.config.js. */
declare const ISSUER: string;
declare const SIGNER: string;

// Plain http is for localhost only.
const options = ISSUER.startsWith('http://localhost') ? { execute: [oidc.allowInsecureRequests] } : {};
const config = await oidc.discovery(new URL(ISSUER), 'pocket', {}, oidc.None(), options);

export async function signIn(): Promise<void> {
  const started = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
  sessionStorage.setItem('started', JSON.stringify(started));
  const answer = await fetch(`${SIGNER}/sign`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      code_challenge: await oidc.calculatePKCECodeChallenge(started.verifier),
      state: started.state,
      nonce: started.nonce,
    }),
  });
  if (!answer.ok) throw new Error(`The signing service answered ${answer.status}`);
  location.href = oidc.buildAuthorizationUrl(config, await answer.json()).href;
}

/** At the redirect URI. */
export async function finishSignIn() {
  const { state, nonce, verifier } = JSON.parse(sessionStorage.getItem('started') ?? '{}');
  sessionStorage.removeItem('started');
  return oidc.authorizationCodeGrant(config, new URL(location.href), {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
}
