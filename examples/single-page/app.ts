import { ErrorResponse, IndexedDbDPoPStore, UserManager } from 'oidc-client-ts';

/** From the environment: see vite.config.js. */
declare const ISSUER: string;
/** Any API that accepts the access token. Here it is the userinfo endpoint. */
const api = `${ISSUER}/oidc/userinfo`;

const manager = new UserManager({
  authority: ISSUER,
  client_id: 'board',
  redirect_uri: `${location.origin}/callback`,
  post_logout_redirect_uri: `${location.origin}/`,
  scope: 'openid profile offline_access', // offline_access: renews with a refresh token, without an iframe
  dpop: { store: new IndexedDbDPoPStore(), bind_authorization_code: true },
  revokeTokensOnSignout: true, // the refresh token would outlive the session
});

function element(id: string): HTMLElement {
  return document.getElementById(id)!;
}

function show(id: string, text: string): void {
  element(id).textContent = text;
}

async function render(): Promise<void> {
  const user = await manager.getUser();
  const signedIn = user !== null && !user.expired;
  show('who', signedIn ? `Signed in as ${user.profile.preferred_username}` : 'Not signed in');
  element('sign-in').hidden = signedIn;
  for (const id of ['ask', 'sign-out']) element(id).hidden = !signedIn;
}

async function signIn(): Promise<void> {
  try {
    await manager.signinRedirect();
  } catch (error) {
    show('answer', `Cannot use ISSUER=${ISSUER}: ${error}. Start Passgraph, or set ISSUER to its URL.`);
  }
}

/** Renews a token that is about to expire. */
async function freshUser() {
  const user = await manager.getUser();
  return user !== null && (user.expires_in ?? 0) < 30 ? manager.signinSilent() : user;
}

element('sign-in').onclick = signIn;
element('sign-out').onclick = () => manager.signoutRedirect();
element('ask').onclick = async () => {
  const user = await freshUser();
  if (!user) return signIn();
  const proof = await manager.dpopProof(api, user, 'GET');
  const answer = await fetch(api, { headers: { Authorization: `DPoP ${user.access_token}`, DPoP: proof! } });
  show('answer', answer.ok ? await answer.text() : `The API answered ${answer.status}`);
};

// The library renews the token a minute before it expires. That fails if the grant was revoked: sign in again.
manager.events.addUserLoaded(render);
manager.events.addSilentRenewError(() => manager.removeUser().then(render));

if (location.pathname === '/callback') {
  try {
    await manager.signinRedirectCallback();
  } catch (error) {
    // access_denied: the user declined, or is not allowed to use this application.
    show('answer', `Not signed in: ${error instanceof ErrorResponse ? error.error : error}`);
  }
  history.replaceState({}, '', '/');
}
await render();
