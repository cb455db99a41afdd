import type { ClientSettings } from './client-settings.js';
import { isLoopback } from './client-uris.js';
import type { Fault } from './parse-input.js';

/** FAPI 2.0 Security Profile §5.4.1: JWTs are signed with PS256, ES256 or EdDSA. */
const STRONG_ALGS: readonly (string | undefined)[] = [undefined, 'PS256', 'ES256', 'EdDSA'];

const SIGNED = [
  'idTokenSignedResponseAlg',
  'userinfoSignedResponseAlg',
  'introspectionSignedResponseAlg',
  'accessTokenSigningAlg',
  'requestObjectSigningAlg',
] as const;

/**
 * The setting, if any, that contradicts the FAPI 2.0 Security Profile (§5.3.2) or Message Signing.
 *
 * @see https://openid.net/specs/fapi-security-profile-2_0-final.html
 */
export const fapi2Problem = (settings: ClientSettings): Fault | undefined => {
  if (settings.securityProfile !== 'FAPI2') return undefined;
  if (settings.integrations.includes('BASIC')) return ['integrations', 'must not contain BASIC under FAPI2'];
  if (settings.tokenEndpointAuthMethod !== 'private_key_jwt') {
    return ['tokenEndpointAuthMethod', 'must be PRIVATE_KEY_JWT under FAPI2'];
  }
  if (!settings.requirePkce) return ['requirePkce', 'must be true under FAPI2'];
  if (!settings.requirePushedAuthorizationRequests) {
    return ['requirePushedAuthorizationRequests', 'must be true under FAPI2'];
  }
  if (!settings.dpopBoundAccessTokens) return ['dpopBoundAccessTokens', 'must be true under FAPI2'];
  const weak = SIGNED.find((field) => !STRONG_ALGS.includes(settings[field]));
  if (weak !== undefined) return [weak, 'must be PS256, ES256 or EDDSA under FAPI2'];
  const index = settings.redirectUris.findIndex((uri) => !isStrongRedirect(uri, settings));
  return index === -1 ? undefined : [`redirectUris.${index}`, 'must be https under FAPI2'];
};

/** §5.3.2.2: redirect URIs are https, but for the loopback ones of native clients. */
const isStrongRedirect = (uri: string, { applicationType }: ClientSettings): boolean => {
  const { protocol, hostname } = new URL(uri);
  return protocol === 'https:' || (protocol === 'http:' && applicationType === 'native' && isLoopback(hostname));
};
