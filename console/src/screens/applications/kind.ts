import type { ApplicationHeadFragment } from '../../generated/applications.js';

/** What kind of application a client is, in the words of the questions with which it is added. */
export type Kind = 'web' | 'browser' | 'native' | 'service' | 'basic' | 'proxy' | 'api';

export function kindOf({
  integrations,
  grantTypes,
  applicationType,
  tokenEndpointAuthMethod,
  audiences,
}: Pick<
  ApplicationHeadFragment,
  'integrations' | 'grantTypes' | 'applicationType' | 'tokenEndpointAuthMethod' | 'audiences'
>): Kind {
  if (integrations.includes('FORWARD_AUTH')) return 'proxy';
  if (!integrations.includes('OIDC')) return 'basic';
  const signsIn = grantTypes.includes('AUTHORIZATION_CODE') || grantTypes.includes('DEVICE_CODE');
  if (!signsIn && grantTypes.includes('CLIENT_CREDENTIALS')) return 'service';
  if (!signsIn && audiences.length > 0) return 'api';
  if (applicationType === 'NATIVE') return 'native';
  return tokenEndpointAuthMethod === 'NONE' ? 'browser' : 'web';
}
