import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { type ClientSettings, settingsOf } from '../admin/clients/client-settings.js';
import type { Client } from '../model/clients/client.js';
import {
  AccessPolicyEnum,
  AccessTokenFormatEnum,
  ApplicationTypeEnum,
  ConsentPolicyEnum,
  GrantTypeEnum,
  IntegrationEnum,
  SecurityProfileEnum,
  SigningAlgEnum,
  SubjectTypeEnum,
  TokenEndpointAuthMethodEnum,
} from './client-enums.js';
import { shown, shownOrNull } from './client-texts.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('clients:read')
@ObjectType('ClientSecret', { description: 'A secret of a client, without the secret itself, which was shown once.' })
class ClientSecretObject {
  @Field(() => ID, { description: 'What names it; `kid` of what is signed with it while there are two.' })
  id!: string;

  @Field(() => String, { description: 'Its first characters, to tell secrets apart.' })
  hint!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it stops working; null: never.' })
  expiresAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the client last used it.' })
  lastUsedAt!: Date | null;
}

@Permission('clients:read')
@ObjectType('Client', { description: 'An application, or API, registered with one issuer.' })
export class ClientObject implements ClientSettings {
  @Field(() => ID, { description: 'Its `client_id`.' })
  id!: string;

  @Field(() => ID, { description: 'The issuer that it is registered with.' })
  issuerId!: string;

  @Field(() => String, shown('name'))
  name!: ClientSettings['name'];

  @Field(() => Boolean, shown('enabled'))
  enabled!: ClientSettings['enabled'];

  @Field(() => ApplicationTypeEnum, shown('applicationType'))
  applicationType!: ClientSettings['applicationType'];

  @Field(() => SecurityProfileEnum, shown('securityProfile'))
  securityProfile!: ClientSettings['securityProfile'];

  @Field(() => [IntegrationEnum], shown('integrations'))
  integrations!: ClientSettings['integrations'];

  @Field(() => [String], shown('redirectUris'))
  redirectUris!: ClientSettings['redirectUris'];

  @Field(() => [String], shown('postLogoutRedirectUris'))
  postLogoutRedirectUris!: ClientSettings['postLogoutRedirectUris'];

  @Field(() => String, shownOrNull('backchannelLogoutUri'))
  backchannelLogoutUri!: ClientSettings['backchannelLogoutUri'];

  @Field(() => [GrantTypeEnum], shown('grantTypes'))
  grantTypes!: ClientSettings['grantTypes'];

  @Field(() => TokenEndpointAuthMethodEnum, shown('tokenEndpointAuthMethod'))
  tokenEndpointAuthMethod!: ClientSettings['tokenEndpointAuthMethod'];

  @Field(() => GraphQLJSONObject, shownOrNull('jwks'))
  jwks!: ClientSettings['jwks'];

  @Field(() => String, shownOrNull('jwksUri'))
  jwksUri!: ClientSettings['jwksUri'];

  @Field(() => [String], shown('scopes'))
  scopes!: ClientSettings['scopes'];

  @Field(() => [String], shown('audiences'))
  audiences!: ClientSettings['audiences'];

  @Field(() => Boolean, shown('requirePkce'))
  requirePkce!: ClientSettings['requirePkce'];

  @Field(() => Boolean, shown('requireSignedRequestObject'))
  requireSignedRequestObject!: ClientSettings['requireSignedRequestObject'];

  @Field(() => SigningAlgEnum, shownOrNull('requestObjectSigningAlg'))
  requestObjectSigningAlg!: ClientSettings['requestObjectSigningAlg'];

  @Field(() => Boolean, shown('requirePushedAuthorizationRequests'))
  requirePushedAuthorizationRequests!: ClientSettings['requirePushedAuthorizationRequests'];

  @Field(() => Boolean, shown('dpopBoundAccessTokens'))
  dpopBoundAccessTokens!: ClientSettings['dpopBoundAccessTokens'];

  @Field(() => SigningAlgEnum, shown('idTokenSignedResponseAlg'))
  idTokenSignedResponseAlg!: ClientSettings['idTokenSignedResponseAlg'];

  @Field(() => Boolean, shown('claimsInIdToken'))
  claimsInIdToken!: ClientSettings['claimsInIdToken'];

  @Field(() => SigningAlgEnum, shownOrNull('userinfoSignedResponseAlg'))
  userinfoSignedResponseAlg!: ClientSettings['userinfoSignedResponseAlg'];

  @Field(() => SigningAlgEnum, shownOrNull('introspectionSignedResponseAlg'))
  introspectionSignedResponseAlg!: ClientSettings['introspectionSignedResponseAlg'];

  @Field(() => AccessTokenFormatEnum, shown('accessTokenFormat'))
  accessTokenFormat!: ClientSettings['accessTokenFormat'];

  @Field(() => SigningAlgEnum, shown('accessTokenSigningAlg'))
  accessTokenSigningAlg!: ClientSettings['accessTokenSigningAlg'];

  @Field(() => Int, shown('accessTokenLifetime'))
  accessTokenLifetime!: ClientSettings['accessTokenLifetime'];

  @Field(() => Int, shown('refreshTokenIdleLifetime'))
  refreshTokenIdleLifetime!: ClientSettings['refreshTokenIdleLifetime'];

  @Field(() => Int, shown('refreshTokenAbsoluteLifetime'))
  refreshTokenAbsoluteLifetime!: ClientSettings['refreshTokenAbsoluteLifetime'];

  @Field(() => SubjectTypeEnum, shown('subjectType'))
  subjectType!: ClientSettings['subjectType'];

  @Field(() => ConsentPolicyEnum, shown('consent'))
  consent!: ClientSettings['consent'];

  @Field(() => AccessPolicyEnum, shown('accessPolicy'))
  accessPolicy!: ClientSettings['accessPolicy'];

  @Field(() => Boolean, shown('registrationEnabled'))
  registrationEnabled!: ClientSettings['registrationEnabled'];

  @Field(() => String, shownOrNull('logoUri'))
  logoUri!: ClientSettings['logoUri'];

  @Field(() => String, shownOrNull('clientUri'))
  clientUri!: ClientSettings['clientUri'];

  @Field(() => String, shownOrNull('policyUri'))
  policyUri!: ClientSettings['policyUri'];

  @Field(() => String, shownOrNull('tosUri'))
  tosUri!: ClientSettings['tosUri'];

  @Field(() => [ClientSecretObject], { description: 'Its secrets, oldest first; at most two live at once.' })
  secrets!: ClientSecretObject[];

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  updatedAt!: Date;

  /** Of the record, for what hangs on it; no field. */
  generation!: string;
}

export function clientObject(client: Client): ClientObject {
  return {
    ...settingsOf(client),
    id: client.id,
    issuerId: client.issuerId,
    generation: client.generation,
    secrets: client.secrets.map(({ id, hint, createdAt, expiresAt, lastUsedAt }) => ({
      id,
      hint,
      createdAt: new Date(createdAt),
      expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
      lastUsedAt: lastUsedAt === undefined ? null : new Date(lastUsedAt),
    })),
    createdAt: client.createdAt,
    updatedAt: client.updatedAt,
  };
}
