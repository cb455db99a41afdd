import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Passkey } from '../model/passkeys/passkey.js';
import { authenticatorName } from '../webauthn/passkeys/passkey-name.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('users:read')
@ObjectType('Passkey', { description: 'A WebAuthn credential of a user.' })
export class PasskeyObject {
  @Field(() => ID, { description: 'The credential id, base64url.' })
  id!: string;

  @Field(() => ID, { description: 'Whose it is.' })
  userId!: string;

  @Field(() => String, { description: 'What its user calls it.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the AAGUID stands for, where it is known. Not proved without attestation.',
  })
  authenticator!: string | null;

  @Field(() => String, { description: 'What kind of authenticator it says it is; zeros: it does not say.' })
  aaguid!: string;

  @Field(() => String, { description: 'The relying party that it was made under.' })
  rpId!: string;

  @Field(() => Boolean, { description: 'Whether it may be synced to other devices.' })
  backupEligible!: boolean;

  @Field(() => Boolean, { description: 'Whether it is.' })
  backedUp!: boolean;

  @Field(() => [String], { description: 'How it may be reached, such as internal, hybrid or usb.' })
  transports!: readonly string[];

  @Field(() => Int, { description: 'Its signature counter; 0: it has none.' })
  signCount!: number;

  @Field(() => DateTime, { description: 'When it was registered.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was last used.' })
  lastUsedAt!: Date | null;
}

/** A counter has 32 bits without sign (WebAuthn Level 3 §6.1), an Int of GraphQL one bit less. */
const LARGEST_INT = 2 ** 31 - 1;

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
    signCount: Math.min(passkey.signCount, LARGEST_INT),
    createdAt: passkey.createdAt,
    lastUsedAt: passkey.lastUsedAt ?? null,
  };
}

@Permission('any caller')
@ObjectType('PasskeyPayload', { description: 'A passkey that was changed.' })
export class PasskeyPayload {
  @Field(() => PasskeyObject, { description: 'The passkey as it is now.' })
  passkey!: PasskeyObject;
}
