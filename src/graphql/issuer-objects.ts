import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { SIGNING_ALG } from '../admin/clients/settings/client-choices.js';
import { type Issuer, issuerUrl } from '../model/clients/issuer.js';
import type { Config } from '../model/config.js';
import type { JsonObject } from '../model/json.js';
import type { KeyRing, SigningAlg, SigningKeyStatus } from '../model/server/signing-key.js';
import { BrandingInputObject, BrandingObject } from './branding-objects.js';
import { DateTime } from './date-time.js';
import { defineEnum, enumOf } from './enum-define.js';
import { Permission } from './permission-guard.js';

const SigningKeyStatusEnum = defineEnum<SigningKeyStatus>('SigningKeyStatus', 'Whether a signing key is in use.', {
  NEXT: ['NEXT', 'The key is published, so that clients can fetch it, but it does not sign tokens yet.'],
  ACTIVE: ['ACTIVE', 'The key signs tokens now.'],
  RETIRED: [
    'RETIRED',
    'The key signs no more tokens. It stays published until the last token that it signed has expired.',
  ],
});

@Permission('issuers:read')
@ObjectType('SigningKey', { description: 'A key with which an issuer signs tokens.' })
export class SigningKeyObject {
  @Field(() => ID, {
    description:
      'The id of the key, which is its thumbprint (RFC 7638). JWTs that the key signs have this value as their `kid`.',
  })
  kid!: string;

  @Field(() => enumOf(SIGNING_ALG), { description: 'The signature algorithm that the key is for.' })
  alg!: SigningAlg;

  @Field(() => SigningKeyStatusEnum, { description: 'Whether the key is in use.' })
  status!: SigningKeyStatus;

  @Field(() => GraphQLJSONObject, { description: 'The public part of the key as a JSON Web Key (RFC 7517).' })
  publicJwk!: JsonObject;

  @Field(() => DateTime, { description: 'When the key was created.' })
  createdAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the key began to sign tokens. Null if the key has not signed tokens yet.',
  })
  activeFrom!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the key stopped signing tokens. Null if the key has not been retired.',
  })
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
    'An authorization server with its own URL and its own signing keys. All issuers share the same users and sessions. The issuer at the URL of the server itself has the id `default`.',
})
export class IssuerObject {
  @Field(() => ID, { description: 'The id of the issuer.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The part of the URL after `/i/`, which distinguishes this issuer from others. Null for the default issuer, whose URL is the URL of the server itself.',
  })
  slug!: string | null;

  @Field(() => String, {
    description:
      'The URL of the issuer. Tokens contain this URL as `iss`, and the URLs of the endpoints begin with this URL.',
  })
  url!: string;

  @Field(() => BrandingObject, { description: 'How the pages of the issuer look.' })
  branding!: BrandingObject;

  /**
   * This field is not in the GraphQL schema. Resolvers use the generation to find records that belong to this issuer,
   * and not to an earlier issuer with the same id.
   */
  generation!: string;
}

export function issuerObject(config: Config, issuer: Issuer): IssuerObject {
  return {
    id: issuer.id,
    slug: issuer.slug ?? null,
    url: issuerUrl(config.issuer, issuer),
    branding: issuer.branding ?? {},
    generation: issuer.generation,
  };
}

@Permission('any caller')
@ObjectType('IssuerPayload', { description: 'The result of a mutation that creates or changes an issuer.' })
export class IssuerPayload {
  @Field(() => IssuerObject, { description: 'The issuer after the mutation.' })
  issuer!: IssuerObject;
}

@InputType('CreateIssuerInput', { description: 'The id, URL and branding of a new issuer.' })
export class CreateIssuerInputObject {
  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the new issuer: 1 to 64 letters, digits, dots, underscores, tildes and hyphens. It must not be a UUID. Default: a random id.',
  })
  id?: string | null;

  @Field(() => String, {
    description:
      'The part of the issuer URL after `/i/`: 1 to 63 lower-case letters, digits and hyphens. Two issuers cannot have the same slug.',
  })
  slug!: string;

  @Field(() => BrandingInputObject, {
    nullable: true,
    description: 'How the pages of the issuer look. Default: like the pages of the server.',
  })
  branding?: BrandingInputObject | null;
}

@InputType('UpdateIssuerInput', { description: 'The changes to an issuer.' })
export class UpdateIssuerInputObject {
  @Field(() => ID, {
    description:
      'The id of the issuer. The pages of the default issuer look like those of the server: use `updateServerSettings`.',
  })
  id!: string;

  @Field(() => BrandingInputObject, {
    nullable: true,
    description: 'The changes to the branding. If you send null, the pages look like those of the server.',
  })
  branding?: BrandingInputObject | null;
}

@InputType('RotateSigningKeyInput', { description: 'Which signing key to replace.' })
export class RotateSigningKeyInputObject {
  @Field(() => ID, {
    nullable: true,
    description: 'The id of the issuer whose active signing key is replaced. Default: "default".',
  })
  issuerId?: string | null;

  @Field(() => enumOf(SIGNING_ALG), {
    description:
      'The signature algorithm of the key. HS256 is not allowed, because its keys are the secrets of the clients.',
  })
  alg!: SigningAlg;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether an attacker may have the key. If true, the server removes the key at once, also from the published keys, and rejects the tokens that the key signed. Default: false.',
  })
  compromised?: boolean | null;
}

@InputType('DeleteIssuerInput', { description: 'Which issuer to delete.' })
export class DeleteIssuerInputObject {
  @Field(() => ID, { description: 'The id of the issuer to delete. The default issuer cannot be deleted.' })
  id!: string;
}
