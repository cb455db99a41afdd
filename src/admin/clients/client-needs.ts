import { isConfidential } from '../../model/clients/client.js';
import type { ClientSettings } from './client-settings.js';

/**
 * Whether the client must use PKCE. A public client must, and so must a client whose `redirectUriPolicy` is RELAXED.
 */
export function needsPkce({ tokenEndpointAuthMethod, applicationType, redirectUriPolicy }: ClientSettings): boolean {
  const methods = { token_endpoint_auth_method: tokenEndpointAuthMethod, application_type: applicationType };
  return redirectUriPolicy === 'RELAXED' || !isConfidential(methods);
}

/** Whether the client needs a secret, either to authenticate or to verify signatures. */
export function needsSecret(settings: ClientSettings): boolean {
  const { tokenEndpointAuthMethod: method, integrations } = settings;
  return (method.startsWith('client_secret') && integrations.includes('OIDC')) || signsWithSecret(settings);
}

/** Whether JWTs of the client, or for it, are signed with its secret. */
export function signsWithSecret(settings: ClientSettings): boolean {
  return (
    (settings.tokenEndpointAuthMethod === 'client_secret_jwt' && settings.integrations.includes('OIDC')) ||
    settings.integrations.includes('BASIC') ||
    HMAC_SETTINGS.some((field) => settings[field] === 'HS256')
  );
}

export const SIGNED_BY_US = [
  'idTokenSignedResponseAlg',
  'userinfoSignedResponseAlg',
  'introspectionSignedResponseAlg',
] as const;
const HMAC_SETTINGS = [...SIGNED_BY_US, 'requestObjectSigningAlg'] as const;
