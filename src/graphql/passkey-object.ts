import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Passkey } from '../model/passkeys/passkey.js';
import { authenticatorName } from '../webauthn/passkeys/passkey-name.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('users:read')
@ObjectType('Passkey', { description: 'A passkey (WebAuthn credential), with which a user signs in.' })
export class PasskeyObject {
  @Field(() => ID, { description: 'The id of the passkey, which is its WebAuthn credential id in base64url.' })
  id!: string;

  @Field(() => ID, { description: 'The id of the user who signs in with the passkey.' })
  userId!: string;

  @Field(() => String, { description: 'The name that the user gave the passkey.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The name of the device or password manager that keeps the passkey. The server looks the name up by `aaguid`, which is not verified. Null if the server does not know the name.',
  })
  authenticator!: string | null;

  @Field(() => String, {
    description:
      'The AAGUID, which identifies the model of the device or password manager that keeps the passkey. It consists of zeros if the device does not disclose its model.',
  })
  aaguid!: string;

  @Field(() => String, {
    description: 'The domain that the passkey is registered for (the WebAuthn relying party id).',
  })
  rpId!: string;

  @Field(() => Boolean, { description: 'Whether the passkey can be synced to other devices.' })
  backupEligible!: boolean;

  @Field(() => Boolean, { description: 'Whether the passkey is currently synced to other devices or backed up.' })
  backedUp!: boolean;

  @Field(() => [String], {
    description:
      'The ways in which the browser can reach the device that keeps the passkey, such as `internal`, `hybrid` or `usb`.',
  })
  transports!: readonly string[];

  @Field(() => Int, {
    description:
      'How often the passkey has been used, as counted by the device that keeps the passkey. 0 if the device does not count.',
  })
  signCount!: number;

  @Field(() => DateTime, { description: 'When the passkey was registered.' })
  createdAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the user last used the passkey. Null if the user never used it.',
  })
  lastUsedAt!: Date | null;
}

/**
 * WebAuthn Level 3 §6.1: a signature counter is an unsigned number of 32 bits. A GraphQL Int is signed, so a higher
 * counter is shown as the highest Int.
 */
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
@ObjectType('PasskeyPayload', { description: 'The result of `renamePasskey`.' })
export class PasskeyPayload {
  @Field(() => PasskeyObject, { description: 'The passkey with its new name.' })
  passkey!: PasskeyObject;
}
