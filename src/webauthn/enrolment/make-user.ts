import { newOrderedId } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import {
  type AdminRole,
  type EmailVerification,
  type User,
  type UserOrigin,
  usernameKey,
} from '../../model/people/user.js';

/** Makes the record of a new user who registers with a passkey. The record is not stored yet. */
export function makeUser(
  deps: Deps,
  user: Pick<
    User,
    'id' | 'webauthnUserId' | 'username' | 'passkeyIds' | 'passkeyGenerations' | 'lastSignInAt' | 'language'
  > & {
    readonly origin: UserOrigin;
    readonly name?: string | undefined;
    readonly email?: string | undefined;
    readonly emailVerification?: EmailVerification | undefined;
    readonly adminRole?: AdminRole;
  },
): User {
  const now = deps.clock.now();
  return {
    ...user,
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    usernameKey: usernameKey(user.username),
    email_verified: false,
    phone_number_verified: false,
    claims: {},
    enabled: true,
    recoveryCodeHashes: [],
    grantEpoch: 0,
    sessionEpoch: 0,
    enrolmentEpoch: 0,
    keyEpoch: 0,
    createdAt: now,
    updatedAt: now,
  };
}
