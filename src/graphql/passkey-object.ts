import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Passkey } from '../model/passkeys/passkey.js';
import { authenticatorName } from '../webauthn/passkeys/passkey-name.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('users:read')
@ObjectType('Passkey', { description: 'A WebAuthn credential of a user.' })
export class PasskeyObject {
  @Field(() => ID, { description: 'The credential id in base64url.' })
  id!: string;

  @Field(() => ID, { description: 'The id of the user.' })
  userId!: string;

  @Field(() => String, { description: 'The name that the user gave the passkey.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The name of the authenticator that the AAGUID belongs to. Null if it is not known. Without attestation it is not verified.',
  })
  authenticator!: string | null;

  @Field(() => String, {
    description:
      'The AAGUID, which names the kind of authenticator. Only zeros if the authenticator does not state it.',
  })
  aaguid!: string;

  @Field(() => String, { description: 'The id of the relying party for which the passkey was registered.' })
  rpId!: string;

  @Field(() => Boolean, { description: 'Whether the passkey can be synced to other devices.' })
  backupEligible!: boolean;

  @Field(() => Boolean, { description: 'Whether the passkey is synced or backed up.' })
  backedUp!: boolean;

  @Field(() => [String], {
    description: 'How the browser can reach the authenticator, such as `internal`, `hybrid` or `usb`.',
  })
  transports!: readonly string[];

  @Field(() => Int, { description: 'The signature counter. 0: the authenticator has none.' })
  signCount!: number;

  @Field(() => DateTime, { description: 'When the passkey was registered.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the passkey was last used.' })
  lastUsedAt!: Date | null;
}

/** The counter has 32 bits (WebAuthn Level 3 §6.1), a GraphQL Int has 31 and a sign. */
const MAX_INT = 2 ** 31 - 1;

export function passkeyObject(passkey: Passkey): PasskeyObject {
  return {
    id: passkey.id,
    userId: passkey.userId,
    name: passkey.name,
    authenticator: authenticatorName(passkey.aaguid) ?? null,
    aaguid: passkey.aaguid,
    rpId: passkey.rpId,
    backupEligible: passkey.backupEligible,
    backedUp: passkey.backedUp,
    transports: passkey.transports,
    signCount: Math.min(passkey.signCount, MAX_INT),
    createdAt: passkey.createdAt,
    lastUsedAt: passkey.lastUsedAt ?? null,
  };
}

@Permission('any caller')
@ObjectType('PasskeyPayload', { description: 'The changed passkey.' })
export class PasskeyPayload {
  @Field(() => PasskeyObject, { description: 'The passkey after the change.' })
  passkey!: PasskeyObject;
}
