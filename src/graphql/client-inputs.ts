import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, Int } from 'type-graphql';
import type { CreateClientInput, UpdateClientInput } from '../admin/clients/client-input.js';
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
import { given } from './client-texts.js';

/** Settings that may be left out, when a client is made and when it is changed. */
@InputType()
class ClientSettingsInput {
  @Field(() => ApplicationTypeEnum, given('applicationType'))
  applicationType?: UpdateClientInput['applicationType'];

  @Field(() => SecurityProfileEnum, given('securityProfile'))
  securityProfile?: UpdateClientInput['securityProfile'];

  @Field(() => [IntegrationEnum], given('integrations'))
  integrations?: UpdateClientInput['integrations'];

  @Field(() => [String], given('redirectUris'))
  redirectUris?: UpdateClientInput['redirectUris'];

  @Field(() => [String], given('postLogoutRedirectUris'))
  postLogoutRedirectUris?: UpdateClientInput['postLogoutRedirectUris'];

  @Field(() => String, given('backchannelLogoutUri'))
  backchannelLogoutUri?: UpdateClientInput['backchannelLogoutUri'];

  @Field(() => [GrantTypeEnum], given('grantTypes'))
  grantTypes?: UpdateClientInput['grantTypes'];

  @Field(() => TokenEndpointAuthMethodEnum, given('tokenEndpointAuthMethod'))
  tokenEndpointAuthMethod?: UpdateClientInput['tokenEndpointAuthMethod'];

  @Field(() => GraphQLJSONObject, given('jwks'))
  jwks?: UpdateClientInput['jwks'];

  @Field(() => String, given('jwksUri'))
  jwksUri?: UpdateClientInput['jwksUri'];

  @Field(() => [String], given('scopes'))
  scopes?: UpdateClientInput['scopes'];

  @Field(() => [String], given('audiences'))
  audiences?: UpdateClientInput['audiences'];

  @Field(() => Boolean, given('requirePkce'))
  requirePkce?: UpdateClientInput['requirePkce'];

  @Field(() => Boolean, given('requireSignedRequestObject'))
  requireSignedRequestObject?: UpdateClientInput['requireSignedRequestObject'];

  @Field(() => SigningAlgEnum, given('requestObjectSigningAlg'))
  requestObjectSigningAlg?: UpdateClientInput['requestObjectSigningAlg'];

  @Field(() => Boolean, given('requirePushedAuthorizationRequests'))
  requirePushedAuthorizationRequests?: UpdateClientInput['requirePushedAuthorizationRequests'];

  @Field(() => Boolean, given('dpopBoundAccessTokens'))
  dpopBoundAccessTokens?: UpdateClientInput['dpopBoundAccessTokens'];

  @Field(() => SigningAlgEnum, given('idTokenSignedResponseAlg'))
  idTokenSignedResponseAlg?: UpdateClientInput['idTokenSignedResponseAlg'];

  @Field(() => Boolean, given('claimsInIdToken'))
  claimsInIdToken?: UpdateClientInput['claimsInIdToken'];

  @Field(() => SigningAlgEnum, given('userinfoSignedResponseAlg'))
  userinfoSignedResponseAlg?: UpdateClientInput['userinfoSignedResponseAlg'];

  @Field(() => SigningAlgEnum, given('introspectionSignedResponseAlg'))
  introspectionSignedResponseAlg?: UpdateClientInput['introspectionSignedResponseAlg'];

  @Field(() => AccessTokenFormatEnum, given('accessTokenFormat'))
  accessTokenFormat?: UpdateClientInput['accessTokenFormat'];

  @Field(() => SigningAlgEnum, given('accessTokenSigningAlg'))
  accessTokenSigningAlg?: UpdateClientInput['accessTokenSigningAlg'];

  @Field(() => Int, given('accessTokenLifetime'))
  accessTokenLifetime?: UpdateClientInput['accessTokenLifetime'];

  @Field(() => Int, given('refreshTokenIdleLifetime'))
  refreshTokenIdleLifetime?: UpdateClientInput['refreshTokenIdleLifetime'];

  @Field(() => Int, given('refreshTokenAbsoluteLifetime'))
  refreshTokenAbsoluteLifetime?: UpdateClientInput['refreshTokenAbsoluteLifetime'];

  @Field(() => SubjectTypeEnum, given('subjectType'))
  subjectType?: UpdateClientInput['subjectType'];

  @Field(() => ConsentPolicyEnum, given('consent'))
  consent?: UpdateClientInput['consent'];

  @Field(() => AccessPolicyEnum, given('accessPolicy'))
  accessPolicy?: UpdateClientInput['accessPolicy'];

  @Field(() => Boolean, given('registrationEnabled'))
  registrationEnabled?: UpdateClientInput['registrationEnabled'];

  @Field(() => String, given('logoUri'))
  logoUri?: UpdateClientInput['logoUri'];

  @Field(() => String, given('clientUri'))
  clientUri?: UpdateClientInput['clientUri'];

  @Field(() => String, given('policyUri'))
  policyUri?: UpdateClientInput['policyUri'];

  @Field(() => String, given('tosUri'))
  tosUri?: UpdateClientInput['tosUri'];
}

@InputType('CreateClientInput', { description: 'A new client. What is left out becomes the default.' })
export class CreateClientInputObject extends ClientSettingsInput implements CreateClientInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The `client_id`: 1 to 64 of [A-Za-z0-9._~-], not a UUID. Left out, the server makes one.',
  })
  id?: string | null;

  @Field(() => String, { description: 'What people know the application by.' })
  name!: string;

  @Field(() => ID, { nullable: true, description: 'The issuer; it cannot be changed later. Default: "default".' })
  issuerId?: string | null;
}

@InputType('UpdateClientInput', {
  description:
    'Changes of a client: what is left out stays, null clears what can be empty. Switching to FAPI2 applies its defaults to what is left out.',
})
export class UpdateClientInputObject extends ClientSettingsInput implements UpdateClientInput {
  @Field(() => ID, { description: 'The client.' })
  id!: string;

  @Field(() => String, given('name'))
  name?: string | null;

  @Field(() => Boolean, given('enabled'))
  enabled?: boolean | null;
}

@InputType('DeleteClientInput', { description: 'The client that is to go.' })
export class DeleteClientInputObject {
  @Field(() => ID, { description: 'The client.' })
  id!: string;
}

@InputType('AddClientSecretInput', {
  description: 'One more secret for a client: at most two live at once, a third is CONFLICT.',
})
export class AddClientSecretInputObject {
  @Field(() => ID, { description: 'The client.' })
  clientId!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds until the secrets that stand expire, at most a year; left out, they live on.',
  })
  expireOthersIn?: number | null;
}

@InputType('RemoveClientSecretInput', { description: 'The secret that is to go.' })
export class RemoveClientSecretInputObject {
  @Field(() => ID, { description: 'The client.' })
  clientId!: string;

  @Field(() => ID, { description: 'Its secret.' })
  secretId!: string;
}
