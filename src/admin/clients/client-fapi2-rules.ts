import type { Fault } from '../input-parser.js';
import type { ClientSettings } from './client-settings.js';
import { isLoopback } from './client-uris.js';

/** FAPI 2.0 Security Profile §5.4.1: JWTs may be signed only with PS256, ES256 or EdDSA. */
const STRONG_ALGS: readonly (string | undefined)[] = [undefined, 'PS256', 'ES256', 'EdDSA'];

const SIGNED = [
  'idTokenSignedResponseAlg',
  'userinfoSignedResponseAlg',
  'introspectionSignedResponseAlg',
  'accessTokenSigningAlg',
  'requestObjectSigningAlg',
] as const;

/**
 * Finds the settings that contradict the FAPI 2.0 Security Profile (§5.3.2) or FAPI 2.0 Message Signing.
 *
 * @see https://openid.net/specs/fapi-security-profile-2_0-final.html
 */
export function fapi2Faults(settings: ClientSettings): (Fault | false)[] {
  if (settings.securityProfile !== 'FAPI2') return [];
  const mustBeTrue = ['requirePkce', 'requirePushedAuthorizationRequests', 'dpopBoundAccessTokens'] as const;
  const weak = SIGNED.filter((field) => !STRONG_ALGS.includes(settings[field]));
  return [
    settings.integrations.includes('BASIC') && ['integrations', 'must not contain BASIC for a FAPI2 client'],
    settings.tokenEndpointAuthMethod !== 'private_key_jwt' && [
      'tokenEndpointAuthMethod',
      'must be PRIVATE_KEY_JWT for a FAPI2 client',
    ],
    settings.redirectUriPolicy === 'RELAXED' && ['redirectUriPolicy', 'must be STRICT for a FAPI2 client'],
    ...mustBeTrue.map((field): Fault | false => !settings[field] && [field, 'must be true for a FAPI2 client']),
    ...weak.map((field): Fault => [field, 'must be PS256, ES256 or EDDSA for a FAPI2 client']),
    ...settings.redirectUris.map(
      (uri, index): Fault | false =>
        !isStrongRedirect(uri, settings) && [`redirectUris.${index}`, 'must be an https URL for a FAPI2 client'],
    ),
  ];
}

/**
 * FAPI 2.0 Security Profile §5.3.2.2: redirect URIs must use https, except the loopback URIs of native applications.
 */
function isStrongRedirect(uri: string, { applicationType }: ClientSettings): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return protocol === 'https:' || (protocol === 'http:' && applicationType === 'native' && isLoopback(hostname));
}
