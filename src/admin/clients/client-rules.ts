import { findRuleProblem } from '../../access/claim-rules/check-claim-rules.js';
import { algsOfKey, clientJwksProblem } from '../../keys/client-jwks.js';
import { isConfidential } from '../../model/clients/client.js';
import type { Config } from '../../model/config.js';
import type { JsonObject } from '../../model/json.js';
import { administrationResource } from '../../model/server/administration.js';
import { type Fault, faultsIn, invalid } from '../input-parser.js';
import { fapi2Faults } from './client-fapi2-rules.js';
import { SIGNED_BY_US } from './client-needs.js';
import { redirectFaults } from './client-redirect-rules.js';
import type { ClientSettings } from './client-settings.js';
import { backchannelUriProblem, hostOf, linkProblem } from './client-uris.js';
import { forwardAuthFaults } from './forward-auth/forward-auth-rules.js';

/**
 * A rule about client settings. It returns the faults that it finds, as a list in which `false` and `undefined` mean
 * that there is no fault.
 */
type Rule = (settings: ClientSettings, config: Config) => readonly (Fault | false | undefined)[];

/**
 * Throws if the settings contradict each other, the server's configuration or a specification. A fault that the client
 * had before the change is ignored, unless the change affects the same setting. So an administrator can still disable a
 * client after the server's limits have become stricter.
 */
export function checkRules(settings: ClientSettings, config: Config, before?: ClientSettings): void {
  const oldFaults = before === undefined ? [] : faultsOf(before, config).map((fault) => fault.join());
  for (const fault of faultsOf(settings, config)) {
    const isOld = before !== undefined && oldFaults.includes(fault.join()) && isUnchanged(settings, before, fault[0]);
    if (!isOld) throw invalid(...fault);
  }
}

function faultsOf(settings: ClientSettings, config: Config): Fault[] {
  return RULES.flatMap((rule) => rule(settings, config)).filter((fault) => fault !== undefined && fault !== false);
}

function isUnchanged(settings: ClientSettings, before: ClientSettings, path: string): boolean {
  const field = path.split('.')[0] as keyof ClientSettings;
  return JSON.stringify(settings[field]) === JSON.stringify(before[field]);
}

const integrations: Rule = ({ integrations }, config) => [
  integrations.length === 0 && ['integrations', 'must not be empty'],
  config.requireSignedRequestObject &&
    integrations.includes('BASIC') && [
      'integrations',
      'must not contain BASIC, because the server setting requireSignedRequestObject (REQUIRE_SIGNED_REQUEST_OBJECT) is true and BASIC requests are not signed',
    ],
];

const claimRules: Rule = ({ claimRules }) => {
  const problem = findRuleProblem(claimRules);
  return [problem && [['claimRules', ...problem.path].join('.'), problem.message]];
};

const links: Rule = ({ clientUri = '', logoUri = '', policyUri = '', tosUri = '' }) =>
  Object.entries({ clientUri, logoUri, policyUri, tosUri }).map(([name, uri]) => {
    const problem = uri === '' ? undefined : linkProblem(uri);
    return problem !== undefined && [name, problem];
  });

const serverToServerUris: Rule = ({ backchannelLogoutUri, jwksUri }, config) => [
  faultOf('backchannelLogoutUri', backchannelLogoutUri, config),
  faultOf('jwksUri', jwksUri, config),
];

const keySet: Rule = ({ jwks, jwksUri }) => {
  if (jwks === undefined) return [];
  const problem = clientJwksProblem(jwks);
  return [
    // RFC 7591 §2: a client must not register both `jwks_uri` and `jwks`.
    jwksUri !== undefined && ['jwksUri', 'must not be set together with jwks. Set only one of the two'],
    problem && [['jwks', ...problem.path].join('.'), problem.message],
  ];
};

const keysToAuthenticate: Rule = ({ tokenEndpointAuthMethod, jwks, jwksUri }) => [
  tokenEndpointAuthMethod === 'private_key_jwt' &&
    jwks === undefined &&
    jwksUri === undefined && ['jwks', 'or jwksUri is required for PRIVATE_KEY_JWT'],
];

const publicClients: Rule = ({ tokenEndpointAuthMethod, applicationType, grantTypes, requirePkce, ...settings }) => {
  if (isConfidential({ token_endpoint_auth_method: tokenEndpointAuthMethod, application_type: applicationType })) {
    return [];
  }
  return [
    // RFC 6749 §4.4: only confidential clients may use the client credentials grant.
    grantTypes.includes('client_credentials') && [
      'grantTypes',
      'must not contain CLIENT_CREDENTIALS for a public client, which is a client with NONE or a NATIVE client with a secret',
    ],
    grantTypes.includes('urn:ietf:params:oauth:grant-type:token-exchange') && [
      'grantTypes',
      'must not contain TOKEN_EXCHANGE for a public client, which is a client with NONE or a NATIVE client with a secret',
    ],
    !requirePkce && [
      'requirePkce',
      'must be true for a public client, which is a client with NONE or a NATIVE client with a secret',
    ],
    // OpenID Connect Core §10.1: public clients must not use symmetric signatures.
    ...SIGNED_BY_US.filter((name) => settings[name] === 'HS256').map(
      (name): Fault => [
        name,
        'must not be HS256 for a public client, which is a client with NONE or a NATIVE client with a secret',
      ],
    ),
  ];
};

/**
 * RFC 8252 §8.5: every copy of a native application contains the application's secret, so a signature with this secret
 * proves nothing.
 */
const nativeSecrets: Rule = ({ applicationType, integrations, requestObjectSigningAlg }) => {
  if (applicationType !== 'native') return [];
  return [
    integrations.includes('BASIC') && [
      'integrations',
      'must not contain BASIC for a NATIVE client, because every copy of the application contains the secret that signs BASIC tokens',
    ],
    requestObjectSigningAlg === 'HS256' && [
      'requestObjectSigningAlg',
      'must not be HS256 for a NATIVE client, because every copy of the application contains the secret',
    ],
  ];
};

const withoutSecret: Rule = ({ tokenEndpointAuthMethod, integrations, requestObjectSigningAlg }) => {
  if (tokenEndpointAuthMethod !== 'none') return [];
  return [
    integrations.includes('BASIC') && [
      'integrations',
      'must not contain BASIC, because BASIC tokens are signed with the secret of the client, and this client has none',
    ],
    requestObjectSigningAlg === 'HS256' && [
      'requestObjectSigningAlg',
      'must not be HS256, because the client has no secret',
    ],
  ];
};

const signedRequests: Rule = (settings) => {
  const { requireSignedRequestObject: required, requestObjectSigningAlg: alg, jwks, jwksUri } = settings;
  const keys = (jwks?.keys ?? []) as JsonObject[];
  const hasKey =
    jwksUri !== undefined || keys.some((key) => alg !== undefined && algsOfKey(key).some((one) => one === alg));
  return [
    required &&
      settings.integrations.includes('BASIC') && [
        'requireSignedRequestObject',
        'must be false for a client that uses BASIC, because BASIC requests are not signed',
      ],
    required &&
      settings.tokenEndpointAuthMethod === 'none' &&
      jwks === undefined &&
      jwksUri === undefined && [
        'requireSignedRequestObject',
        'requires that the client has a key. Set jwks or jwksUri',
      ],
    alg !== undefined &&
      alg !== 'HS256' &&
      !hasKey && [
        'requestObjectSigningAlg',
        'requires that the client has a key for this algorithm. Set jwks or jwksUri',
      ],
  ];
};

const accessTokens: Rule = ({ accessTokenSigningAlg, accessTokenLifetime }, config) => [
  accessTokenSigningAlg === 'HS256' && [
    'accessTokenSigningAlg',
    'must not be HS256, because no API could verify tokens that are signed with the secret of the client',
  ],
  accessTokenLifetime > config.maxAccessTokenLifetime && [
    'accessTokenLifetime',
    `must be at most ${config.maxAccessTokenLifetime}, which is the maxAccessTokenLifetime of the server settings`,
  ],
];

/**
 * RFC 7519 §2: an audience that contains a colon must be a URI. A client must not choose an issuer or the
 * administration API as its audience, because such tokens would give access to userinfo or to administration.
 */
const audiences: Rule = (settings, config) =>
  faultsIn('audiences', settings.audiences, (audience) => {
    if (!/^[\x21-\x7e]{1,512}$/.test(audience)) return 'must be 1 to 512 visible ASCII characters';
    if (audience.includes(':') && !URL.canParse(audience)) return 'must be a URI, because it contains a colon';
    return isServersOwn(audience, config.issuer)
      ? 'must not be the URL of an issuer or of the administration API'
      : undefined;
  });

const pairwise: Rule = ({ subjectType, redirectUris }) => {
  if (subjectType !== 'pairwise') return [];
  const first = hostOf(redirectUris[0] ?? '');
  return faultsIn('redirectUris', redirectUris, (uri) =>
    first === undefined || hostOf(uri) !== first
      ? 'must have the same host as the other redirect URIs, because subjectType is PAIRWISE'
      : undefined,
  );
};

/**
 * Whether a URI identifies the administration API or an issuer, even one that does not exist yet. URIs are equal if
 * they differ only in a trailing slash, in upper case in the host or in a default port.
 */
export function isServersOwn(uri: string, serverUrl: string): boolean {
  const normal = (text: string) => (URL.canParse(text) ? new URL(text).href.replace(/\/+$/, '') : text);
  const [wanted, own] = [normal(uri), normal(serverUrl)];
  return wanted === own || wanted === administrationResource(own) || wanted.startsWith(`${own}/i/`);
}

function faultOf(field: string, uri: string | undefined, config: Config): Fault | undefined {
  const problem = uri === undefined ? undefined : backchannelUriProblem(uri, config.allowedPrivateHosts);
  return problem === undefined ? undefined : [field, problem];
}

const RULES: readonly Rule[] = [
  integrations,
  redirectFaults,
  links,
  serverToServerUris,
  keySet,
  fapi2Faults,
  keysToAuthenticate,
  publicClients,
  nativeSecrets,
  withoutSecret,
  signedRequests,
  accessTokens,
  audiences,
  pairwise,
  forwardAuthFaults,
  claimRules,
];
