/*
 * `oidc` implements OAuth 2.0 and OpenID Connect, one file per object of the specifications:
 * - `protocol`: rules that several endpoints share (this folder; it knows no endpoint)
 * - `client-authentication`: who the client is
 * - `authorization`, `device`: what the user allows
 * - `grants`: the token endpoint; `tokens`: how tokens are made and found
 * - `protected-resource`: userinfo, introspection, revocation; `logout`; `metadata`
 * It knows neither Express nor the database: a function gets `deps`, the issuer and the parameters.
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
