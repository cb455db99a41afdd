import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';

/** Paths of the endpoints below the URL of an issuer. */
export const ENDPOINTS = {
  authorization: '/oidc/authorize',
  token: '/oidc/token',
  userinfo: '/oidc/userinfo',
  jwks: '/oidc/jwks',
  pushedAuthorizationRequest: '/oidc/par',
  deviceAuthorization: '/oidc/device_authorization',
  introspection: '/oidc/introspect',
  revocation: '/oidc/revoke',
  endSession: '/oidc/logout',
} as const;
export type Endpoint = keyof typeof ENDPOINTS;

export function endpointUrl(deps: Pick<Deps, 'config'>, issuer: Issuer, endpoint: Endpoint): string {
  return `${issuerUrl(deps.config.issuer, issuer)}${ENDPOINTS[endpoint]}`;
}
