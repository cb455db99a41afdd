import { IndexedDbDPoPStore } from 'oidc-client-ts';
import { createRoot } from 'react-dom/client';
import { AuthProvider, type AuthProviderProps } from 'react-oidc-context';
import { App } from './App';

/** From the environment: see vite.config.ts. */
declare const ISSUER: string;
declare const CLIENT_ID: string;

const settings: AuthProviderProps = {
  authority: ISSUER,
  client_id: CLIENT_ID,
  redirect_uri: `${location.origin}/`,
  post_logout_redirect_uri: `${location.origin}/`,
  scope: 'openid profile email groups',
  // A stolen access token is useless without the key, which cannot be read from the browser.
  dpop: { store: new IndexedDbDPoPStore(), bind_authorization_code: true },
  // Takes `code` and `state` out of the address, so that the page can be loaded again.
  onSigninCallback: () => history.replaceState({}, '', location.pathname),
};

createRoot(document.getElementById('root')!).render(
  <AuthProvider {...settings}>
    <App />
  </AuthProvider>,
);
