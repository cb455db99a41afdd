import type { Deps } from '../model/deps.js';
import { type Issuer, issuerUrl } from '../model/issuer.js';

/** Paths of the endpoints below the URL of an issuer. */
export const ENDPOINTS = {
  authorization: '/oidc/authorize',
  token: '/oidc/token',
  userinfo: '/oidc/userinfo',
  jwks: '/oidc/jwks',
} as const;

export const endpointUrl = (deps: Pick<Deps, 'config'>, issuer: Issuer, endpoint: keyof typeof ENDPOINTS): string =>
  `${issuerUrl(deps.config.issuer, issuer)}${ENDPOINTS[endpoint]}`;
