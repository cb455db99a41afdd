import type { AccessRule } from '../admin/explain/access-rules.js';
import type {
  AuthorizationRequestExplanation,
  RequestOutcome,
} from '../admin/explain/authorization-request-explain.js';
import type { DroppedScopeReason } from '../admin/explain/scope-decisions.js';
import type { TokenPreview } from '../admin/explain/token-previews.js';
import type { AccessOutcome, AccessProblem } from '../admin/explain/visit-explain.js';
import { defineEnum } from './enum-define.js';

export const AccessOutcomeEnum = defineEnum<AccessOutcome>('AccessOutcome', 'What happens when a user signs in.', {
  ALLOWED: ['ALLOWED', 'The user signs in, and the client gets tokens.'],
  CONSENT_REQUIRED: ['CONSENT_REQUIRED', 'The user signs in, and has to consent before the client gets tokens.'],
  NO_PERMISSION: ['NO_PERMISSION', 'The user signs in, and sees that they have no access to the client.'],
  CANNOT_SIGN_IN: ['CANNOT_SIGN_IN', 'The user cannot sign in, or no user can sign in to this client.'],
  REQUEST_REFUSED: [
    'REQUEST_REFUSED',
    'The request demands another user, or a stronger authentication than the user has a passkey for.',
  ],
});

export const AccessRuleKindEnum = defineEnum<AccessRule['kind']>('AccessRuleKind', 'What can let a user in.', {
  POLICY: ['POLICY', 'The `accessPolicy` of the client.'],
  USER_PERMISSION: ['USER_PERMISSION', 'A permission of the user.'],
  GROUP_PERMISSION: ['GROUP_PERMISSION', 'A permission of a group.'],
});

export const AccessProblemCodeEnum = defineEnum<AccessProblem['code']>(
  'AccessProblemCode',
  'Why a user cannot sign in to a client.',
  {
    CLIENT_DISABLED: ['CLIENT_DISABLED', 'The client is disabled.'],
    NO_SIGN_IN: ['NO_SIGN_IN', 'The client has no grant type with which users sign in.'],
    USER_DISABLED: ['USER_DISABLED', 'The user is disabled, or waits for approval.'],
    NO_PASSKEY: ['NO_PASSKEY', 'The user has no passkey yet.'],
    NO_PERMISSION: ['NO_PERMISSION', 'No rule lets the user in.'],
    REQUEST: ['REQUEST', 'The user does not satisfy the request.'],
  },
);

export const DroppedScopeReasonEnum = defineEnum<DroppedScopeReason>(
  'DroppedScopeReason',
  'Why a client does not get a scope that it requests.',
  {
    UNKNOWN: ['UNKNOWN', 'No scope has this name.'],
    NOT_ALLOWED: ['NOT_ALLOWED', 'The client does not have the scope.'],
    NO_REFRESH_TOKENS: ['NO_REFRESH_TOKENS', 'The client does not have the grant type REFRESH_TOKEN.'],
    OTHER_RESOURCE: ['OTHER_RESOURCE', 'The scope belongs to a resource that the request does not name.'],
    NO_ROLE: ['NO_ROLE', 'The scope requires a role that the user does not have.'],
    NO_CONSENT_WITHOUT_PAGE: [
      'NO_CONSENT_WITHOUT_PAGE',
      'The scope needs consent, but with `prompt=none` the server cannot ask for it.',
    ],
  },
);

export const ClaimPlaceEnum = defineEnum<TokenPreview['place']>(
  'ClaimPlace',
  'A token or response that contains claims about a user.',
  {
    ID_TOKEN: ['ID_TOKEN', 'The ID token.'],
    USERINFO: ['USERINFO', 'The response of the userinfo endpoint.'],
    ACCESS_TOKEN: ['ACCESS_TOKEN', 'The access token, if it is a JWT.'],
    INTROSPECTION: ['INTROSPECTION', 'The response of the introspection endpoint for an access token.'],
    BASIC: ['BASIC', 'The token of the integration BASIC.'],
    FORWARD_AUTH: ['FORWARD_AUTH', 'The headers of the integration FORWARD_AUTH.'],
  },
);

export const RequestOutcomeEnum = defineEnum<RequestOutcome>(
  'AuthorizationRequestOutcome',
  'What the authorization endpoint does with a request.',
  {
    ERROR_PAGE: [
      'ERROR_PAGE',
      'The user sees an error page. The application gets no response, because no redirect URI was verified.',
    ],
    ERROR_RESPONSE: ['ERROR_RESPONSE', 'The application gets an error at its redirect URI.'],
    ACCEPTED: ['ACCEPTED', 'The request is correct, and the user can sign in.'],
  },
);

export const RequestSourceEnum = defineEnum<NonNullable<AuthorizationRequestExplanation['source']>>(
  'AuthorizationRequestSource',
  'Where the parameters of an authorization request come from.',
  {
    PARAMETERS: ['PARAMETERS', 'The query of the URL.'],
    REQUEST_OBJECT: ['REQUEST_OBJECT', 'A signed request object. The other parameters of the URL do not count.'],
    PUSHED_REQUEST: ['PUSHED_REQUEST', 'A pushed request (PAR). The other parameters of the URL do not count.'],
  },
);
