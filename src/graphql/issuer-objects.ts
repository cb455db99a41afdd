import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { SIGNING_ALG } from '../admin/clients/settings/client-choices.js';
import { type Issuer, issuerUrl } from '../model/clients/issuer.js';
import type { Config } from '../model/config.js';
import type { JsonObject } from '../model/json.js';
import type { KeyRing, SigningAlg, SigningKeyStatus } from '../model/server/signing-key.js';
import { DateTime } from './date-time.js';
import { defineEnum, enumOf } from './enum-define.js';
import { Permission } from './permission-guard.js';

const SigningKeyStatusEnum = defineEnum<SigningKeyStatus>('SigningKeyStatus', 'The state of a signing key.', {
  NEXT: ['NEXT', 'Published, but not in use yet.'],
  ACTIVE: ['ACTIVE', 'In use.'],
  RETIRED: ['RETIRED', 'No longer in use. It stays published until the last token that it signed has expired.'],
});

@Permission('issuers:read')
@ObjectType('SigningKey', { description: 'A key with which an issuer signs tokens.' })
export class SigningKeyObject {
  @Field(() => ID, {
    description: 'The thumbprint of the key (RFC 7638), which is the `kid` of the JWTs that it signs.',
  })
  kid!: string;

  @Field(() => enumOf(SIGNING_ALG), { description: 'The signature algorithm.' })
  alg!: SigningAlg;

  @Field(() => SigningKeyStatusEnum, { description: 'The state of the key.' })
  status!: SigningKeyStatus;

  @Field(() => GraphQLJSONObject, { description: 'The public key as a JWK.' })
  publicJwk!: JsonObject;

  @Field(() => DateTime, { description: 'When the key was created.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the key became active.' })
  activeFrom!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the key was retired.' })
  retiredAt!: Date | null;
}

export function signingKeyObjects({ alg, keys }: KeyRing): SigningKeyObject[] {
  return keys.map(({ kid, status, publicJwk, createdAt, activeFrom, retiredAt }) => ({
    kid,
    alg,
    status,
    publicJwk,
    createdAt: new Date(createdAt),
    activeFrom: activeFrom === undefined ? null : new Date(activeFrom),
    retiredAt: retiredAt === undefined ? null : new Date(retiredAt),
  }));
}

@Permission('issuers:read')
@ObjectType('Issuer', {
  description:
    'An authorization server with a URL and keys of its own. All issuers have the same users and sessions. The issuer of the server itself has the id `default`.',
})
export class IssuerObject {
  @Field(() => ID, { description: 'The id of the issuer.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'The last part of the URL. Null for the default issuer.' })
  slug!: string | null;

  @Field(() => String, { description: 'The `iss` of tokens, and the base URL of the endpoints.' })
  url!: string;

  /** For resolvers; not a field of the schema. */
  generation!: string;
}

export function issuerObject(config: Config, issuer: Issuer): IssuerObject {
  return {
    id: issuer.id,
    slug: issuer.slug ?? null,
    url: issuerUrl(config.issuer, issuer),
    generation: issuer.generation,
  };
}

@Permission('any caller')
@ObjectType('IssuerPayload', { description: 'The created or changed issuer.' })
export class IssuerPayload {
  @Field(() => IssuerObject, { description: 'The issuer after the change.' })
  issuer!: IssuerObject;
}

@InputType('CreateIssuerInput', { description: 'The id and URL of a new issuer.' })
export class CreateIssuerInputObject {
  @Field(() => ID, {
    nullable: true,
    description:
      'The id: 1 to 64 letters, digits, dots, underscores, tildes and hyphens, and not a UUID. Default: a random id.',
  })
  id?: string | null;

  @Field(() => String, {
    description: 'The part of the URL after `/i/`: 1 to 63 lower-case letters, digits and hyphens. It must be unique.',
  })
  slug!: string;
}

@InputType('RotateSigningKeyInput', { description: 'The key to replace.' })
export class RotateSigningKeyInputObject {
  @Field(() => ID, { nullable: true, description: 'The id of the issuer. Default: "default".' })
  issuerId?: string | null;

  @Field(() => enumOf(SIGNING_ALG), { description: 'The algorithm of the key. HS256 is not possible.' })
  alg!: SigningAlg;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True if the key is compromised: it is removed at once, also from the published key set, and tokens that it signed are rejected. Default: false.',
  })
  compromised?: boolean | null;
}

@InputType('DeleteIssuerInput', { description: 'The issuer to delete.' })
export class DeleteIssuerInputObject {
  @Field(() => ID, { description: 'The id of the issuer. The default issuer cannot be deleted.' })
  id!: string;
}
