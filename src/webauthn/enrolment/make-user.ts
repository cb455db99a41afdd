import { newOrderedId } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import {
  type AdminRole,
  type EmailVerification,
  type User,
  type UserOrigin,
  usernameKey,
} from '../../model/people/user.js';

type NewUser =
  | 'id'
  | 'webauthnUserId'
  | 'username'
  | 'passkeyIds'
  | 'passkeyGenerations'
  | 'lastSignInAt'
  | 'language'
  | 'invitationId'
  | 'awaitsGroups';

/** Makes the record of a new user who registers with a passkey. The record is not stored yet. */
export function makeUser(
  deps: Deps,
  user: Pick<User, NewUser> & {
    readonly origin: UserOrigin;
    readonly name?: string | undefined;
    readonly email?: string | undefined;
    readonly emailVerification?: EmailVerification | undefined;
    readonly adminRole?: AdminRole;
    readonly awaitsApproval?: true | undefined;
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
    enabled: user.awaitsApproval === undefined,
    recoveryCodeHashes: [],
    grantEpoch: 0,
    sessionEpoch: 0,
    enrolmentEpoch: 0,
    keyEpoch: 0,
    createdAt: now,
    updatedAt: now,
  };
}
