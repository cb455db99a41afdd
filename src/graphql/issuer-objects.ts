import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { SIGNING_ALG } from '../admin/clients/settings/client-choices.js';
import { type Issuer, issuerUrl } from '../model/clients/issuer.js';
import type { Config } from '../model/config.js';
import type { JsonObject } from '../model/json.js';
import type { KeyRing, SigningAlg, SigningKeyStatus } from '../model/server/signing-key.js';
import { DateTime } from './date-time.js';
import { defineEnum, enumOf } from './define-enum.js';
import { Permission } from './permission-guard.js';

const SigningKeyStatusEnum = defineEnum<SigningKeyStatus>('SigningKeyStatus', 'What a signing key is for now.', {
  NEXT: ['NEXT', 'Published ahead; signs nothing yet.'],
  ACTIVE: ['ACTIVE', 'Signs.'],
  RETIRED: ['RETIRED', 'Signs nothing any more; published as long as what it signed may live.'],
});

@Permission('issuers:read')
@ObjectType('SigningKey', { description: 'A key that an issuer signs with.' })
export class SigningKeyObject {
  @Field(() => ID, { description: 'The thumbprint of the key (RFC 7638): `kid` of what it signs.' })
  kid!: string;

  @Field(() => enumOf(SIGNING_ALG), { description: 'How it signs.' })
  alg!: SigningAlg;

  @Field(() => SigningKeyStatusEnum, { description: 'What it is for now.' })
  status!: SigningKeyStatus;

  @Field(() => GraphQLJSONObject, { description: 'Its public part, as a JWK.' })
  publicJwk!: JsonObject;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Since when it signs, or signed.' })
  activeFrom!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it stopped.' })
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
    "An authorization server with a URL and keys of its own; users and sessions are shared. `default` is the server's own.",
})
export class IssuerObject {
  @Field(() => ID, { description: 'What names it.' })
  id!: string;

  @Field(() => String, { nullable: true, description: "What its URL ends in; null for the server's own." })
  slug!: string | null;

  @Field(() => String, { description: 'The `iss` of its tokens, and the base of its endpoints.' })
  url!: string;

  /** Of the record, for what hangs on it; no field. */
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
@ObjectType('IssuerPayload', { description: 'An issuer that was made or changed.' })
export class IssuerPayload {
  @Field(() => IssuerObject, { description: 'The issuer as it is now.' })
  issuer!: IssuerObject;
}

@InputType('CreateIssuerInput', { description: 'A new issuer.' })
export class CreateIssuerInputObject {
  @Field(() => ID, {
    nullable: true,
    description: '1 to 64 of [A-Za-z0-9._~-], not a UUID. Left out, the server makes one.',
  })
  id?: string | null;

  @Field(() => String, {
    description: 'What its URL ends in, after `/i/`: 1 to 63 lower-case letters, digits and hyphens; unique.',
  })
  slug!: string;
}

@InputType('RotateSigningKeyInput', { description: 'The key that is to sign no more.' })
export class RotateSigningKeyInputObject {
  @Field(() => ID, { nullable: true, description: 'The issuer. Default: "default".' })
  issuerId?: string | null;

  @Field(() => enumOf(SIGNING_ALG), { description: 'Its algorithm; not HS256.' })
  alg!: SigningAlg;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: the key goes at once, out of the key set too, and what it signed dies.',
  })
  compromised?: boolean | null;
}

@InputType('DeleteIssuerInput', { description: 'The issuer that is to go.' })
export class DeleteIssuerInputObject {
  @Field(() => ID, { description: "The issuer; not the server's own." })
  id!: string;
}
