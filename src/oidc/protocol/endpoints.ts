/*
 * The `oidc` folder implements OAuth 2.0 and OpenID Connect:
 * - `protocol` (this folder): rules that several endpoints share
 * - `client-authentication`: which client sends a request
 * - `authorization`, `device`: how a client gets the user's approval
 * - `grants`: the token endpoint; `tokens`: how tokens are made and found
 * - `protected-resource`: userinfo, introspection, revocation; `logout`; `metadata`
 * This folder knows neither Express nor the database. Its functions receive `deps`, the issuer and the parameters.
 */

import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';

/** The paths of the endpoints, relative to the URL of an issuer. */
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
