import { algsOfKey, clientJwksProblem } from '../keys/client-jwks.js';
import { administrationResource } from '../model/administration.js';
import type { Config } from '../model/config.js';
import type { JsonObject } from '../model/json.js';
import type { ClientSettings } from './client-settings.js';
import { backchannelUriProblem, hostOf, redirectUriProblem } from './client-uris.js';
import { fapi2Problem } from './fapi2-rules.js';
import { type Fault, invalid } from './parse-input.js';

/** What the rules need to know besides the settings. */
export interface ClientFacts {
  readonly config: Config;
  /** The `iss` of the client's issuer. */
  readonly issuerUrl: string;
}

type Rule = (settings: ClientSettings, facts: ClientFacts) => Fault | undefined;

/**
 * Refuses settings that contradict each other, the server's, or a specification. What was so `before`, and is left as
 * it was, is no fault of this change: a client can be disabled although the server's limits have moved since.
 */
export const checkClient = (settings: ClientSettings, facts: ClientFacts, before?: ClientSettings): void => {
  for (const rule of RULES) {
    const fault = rule(settings, facts);
    if (fault === undefined) continue;
    const stood = before && rule(before, facts)?.[0] === fault[0] && isSame(settings, before, fault[0]);
    if (stood !== true) throw invalid(...fault);
  }
};

const isSame = (settings: ClientSettings, before: ClientSettings, path: string): boolean => {
  const field = path.split('.')[0] as keyof ClientSettings;
  return JSON.stringify(settings[field]) === JSON.stringify(before[field]);
};

/** Whether the client keeps a secret: to authenticate with, or as a key of HMAC. */
export const needsSecret = (settings: ClientSettings): boolean =>
  settings.tokenEndpointAuthMethod.startsWith('client_secret') ||
  settings.integrations.includes('BASIC') ||
  HMAC_SETTINGS.some((field) => settings[field] === 'HS256');

const HMAC_SETTINGS = [
  'idTokenSignedResponseAlg',
  'userinfoSignedResponseAlg',
  'introspectionSignedResponseAlg',
  'requestObjectSigningAlg',
] as const;

const integrations: Rule = ({ integrations }) =>
  integrations.length === 0 ? ['integrations', 'must not be empty'] : undefined;

const redirectUris: Rule = (settings) =>
  firstFault('redirectUris', settings.redirectUris, (uri) => redirectUriProblem(uri, settings.applicationType)) ??
  firstFault('postLogoutRedirectUris', settings.postLogoutRedirectUris, (uri) =>
    redirectUriProblem(uri, settings.applicationType),
  );

const serverToServerUris: Rule = ({ backchannelLogoutUri, jwksUri }, { config }) =>
  maybeFault('backchannelLogoutUri', backchannelLogoutUri, config) ?? maybeFault('jwksUri', jwksUri, config);

const keySet: Rule = ({ jwks, jwksUri }) => {
  if (jwks === undefined) return undefined;
  // RFC 7591 §2: jwks_uri and jwks MUST NOT both be present.
  if (jwksUri !== undefined) return ['jwksUri', 'must not stand beside jwks'];
  const problem = clientJwksProblem(jwks);
  return problem && [['jwks', ...problem.path].join('.'), problem.message];
};

const keysToAuthenticate: Rule = ({ tokenEndpointAuthMethod, jwks, jwksUri }) =>
  tokenEndpointAuthMethod === 'private_key_jwt' && jwks === undefined && jwksUri === undefined
    ? ['jwks', 'or jwksUri is needed to authenticate with PRIVATE_KEY_JWT']
    : undefined;

const publicClients: Rule = (settings) => {
  if (settings.tokenEndpointAuthMethod !== 'none') return undefined;
  // RFC 6749 §4.4: the client credentials grant MUST only be used by confidential clients.
  if (settings.grantTypes.includes('client_credentials')) {
    return ['grantTypes', 'must not contain CLIENT_CREDENTIALS where the client does not authenticate'];
  }
  if (settings.grantTypes.includes('urn:ietf:params:oauth:grant-type:token-exchange')) {
    return ['grantTypes', 'must not contain TOKEN_EXCHANGE where the client does not authenticate'];
  }
  if (!settings.requirePkce) return ['requirePkce', 'must be true where the client does not authenticate'];
  if (settings.integrations.includes('BASIC')) {
    return ['integrations', 'must not contain BASIC, whose tokens are signed with a secret, where the client has none'];
  }
  // OpenID Connect Core §10.1: symmetric signatures MUST NOT be used by public clients.
  const field = HMAC_SETTINGS.find((name) => settings[name] === 'HS256');
  return field && [field, 'must not be HS256 where the client has no secret'];
};

const signedRequests: Rule = (settings) => {
  const { requireSignedRequestObject, requestObjectSigningAlg, jwks, jwksUri } = settings;
  if (requireSignedRequestObject && settings.integrations.includes('BASIC')) {
    return ['requireSignedRequestObject', 'cannot be met by BASIC, whose requests are not signed'];
  }
  const registered = jwks !== undefined || jwksUri !== undefined;
  if (requireSignedRequestObject && !registered && settings.tokenEndpointAuthMethod === 'none') {
    return ['requireSignedRequestObject', 'takes a key to sign with: register jwks or jwksUri'];
  }
  if (requestObjectSigningAlg === undefined || requestObjectSigningAlg === 'HS256' || jwksUri !== undefined) {
    return undefined;
  }
  const keys = (jwks?.keys ?? []) as JsonObject[];
  return keys.some((key) => algsOfKey(key).includes(requestObjectSigningAlg))
    ? undefined
    : ['requestObjectSigningAlg', 'takes a key for it: register jwks or jwksUri'];
};

const accessTokens: Rule = ({ accessTokenSigningAlg }) =>
  accessTokenSigningAlg === 'HS256'
    ? ['accessTokenSigningAlg', 'must not be HS256, which only the client could verify']
    : undefined;

const lifetimes: Rule = ({ accessTokenLifetime }, { config }) =>
  accessTokenLifetime > config.maxAccessTokenLifetime
    ? ['accessTokenLifetime', `must be at most ${config.maxAccessTokenLifetime} (MAX_ACCESS_TOKEN_LIFETIME)`]
    : undefined;

/** RFC 7519 §2: StringOrURI. A token for the issuer opens userinfo, one for the administration API administers. */
const audiences: Rule = (settings, { config, issuerUrl }) =>
  firstFault('audiences', settings.audiences, (audience) => {
    if (!/^[\x21-\x7e]{1,512}$/.test(audience)) return 'must be 1 to 512 visible ASCII characters';
    if (audience.includes(':') && !URL.canParse(audience)) return 'must be a URI where it has a colon';
    return isServersOwn(audience, [config.issuer, issuerUrl, administrationResource(config.issuer)])
      ? 'must not be an issuer or the administration API'
      : undefined;
  });

const pairwise: Rule = ({ subjectType, redirectUris }) => {
  if (subjectType !== 'pairwise') return undefined;
  const hosts = redirectUris.map(hostOf);
  const other = hosts.findIndex((host) => host === undefined || host !== hosts[0]);
  return other === -1 ? undefined : [`redirectUris.${other}`, 'must be on the one host that PAIRWISE subjects are for'];
};

/** However it is written: with a trailing slash, another case of the host, a default port. */
export const isServersOwn = (uri: string, own: readonly string[]): boolean => {
  const normal = (text: string) => (URL.canParse(text) ? new URL(text).href.replace(/\/+$/, '') : text);
  return own.some((candidate) => normal(candidate) === normal(uri));
};

const firstFault = (
  field: string,
  values: readonly string[],
  problemOf: (value: string) => string | undefined,
): Fault | undefined => {
  for (const [index, value] of values.entries()) {
    const problem = problemOf(value);
    if (problem !== undefined) return [`${field}.${index}`, problem];
  }
  return undefined;
};

const maybeFault = (field: string, uri: string | undefined, config: Config): Fault | undefined => {
  const problem = uri === undefined ? undefined : backchannelUriProblem(uri, config.allowedPrivateHosts);
  return problem === undefined ? undefined : [field, problem];
};

const RULES: readonly Rule[] = [
  integrations,
  redirectUris,
  serverToServerUris,
  keySet,
  fapi2Problem,
  keysToAuthenticate,
  publicClients,
  signedRequests,
  accessTokens,
  lifetimes,
  audiences,
  pairwise,
];
