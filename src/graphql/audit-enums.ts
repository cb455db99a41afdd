import type { AuditEventType, AuditOutcome } from '../model/log/audit-event.js';
import { defineEnum } from './enum-define.js';

export const AuditOutcomeEnum = defineEnum<AuditOutcome>('AuditOutcome', 'Whether an action succeeded.', {
  SUCCESS: ['SUCCESS', 'The action succeeded.'],
  FAILURE: ['FAILURE', 'The action was rejected, or it failed.'],
});

export type AuditOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

export const AuditOrderEnum = defineEnum<AuditOrder>('AuditOrder', 'The order in which audit events are listed.', {
  NEWEST_FIRST: [
    'NEWEST_FIRST',
    'The latest event comes first. The list begins with the events that have no sequence yet.',
  ],
  OLDEST_FIRST: [
    'OLDEST_FIRST',
    'The event with the lowest sequence comes first, and an event appears when it has its sequence. A script that reads the log continuously misses no event if it sends, as `after`, the cursor of the last event that it received.',
  ],
});

const EVENTS: Readonly<Record<AuditEventType, string>> = {
  SIGNED_IN: 'A user signed in with a passkey.',
  SIGN_IN_REFUSED:
    'A sign-in with a passkey was rejected. `detail.reason` says why. If the server does not know the passkey, the event has no user.',
  SIGNED_OUT: 'A user signed out.',
  ACCESS_DENIED: 'A user was refused access to a client, because the user has no permission for the client.',
  PASSKEY_ADDED: 'A user registered a passkey.',
  PASSKEY_RENAMED: 'A passkey was renamed.',
  PASSKEY_REMOVED: 'A passkey was removed.',
  PASSKEY_REFUSED:
    'The registration of a passkey was rejected, because the response of the browser could not be verified.',
  ENROLMENT_LINK_CREATED: 'An administrator created a link with which a user can register a passkey.',
  ENROLMENT_LINK_USED: 'A user registered a passkey with an enrolment link that an administrator created.',
  INVITATION_USED:
    'A person created an account with an invitation. `detail` says which groups the user joined, and whether the user waits for approval (`awaitsApproval`) or for groups (`awaitsGroups`).',
  USER_APPROVED:
    'An administrator approved the account of an invited person. `detail.groupIds` names the groups that the invitation gave at once.',
  USER_REJECTED: 'An administrator rejected the account of an invited person, which was deleted.',
  DEVICE_LINK_CREATED: 'A signed-in user created a link with which another device can join the account.',
  DEVICE_LINK_USED:
    'A device opened such a link and began to create its passkey, which the user has not confirmed yet.',
  DEVICE_LINK_REFUSED:
    'The user refused the device or withdrew the link, or typed a wrong number. `detail.reason` says which.',
  RECOVERY_CODES_CREATED: 'A user created recovery codes, which replace the earlier recovery codes of the user.',
  RECOVERY_CODE_USED: 'A user registered a passkey with a recovery code.',
  EMAIL_VERIFICATION_SENT: 'A user asked for a mail with a link that verifies their e-mail address.',
  EMAIL_VERIFIED: 'A user verified their e-mail address with the link in a mail.',
  EMAIL_VERIFICATION_REFUSED:
    'A link that verifies an e-mail address was rejected. The `reason` in `detail` is `other_account`, `used`, `expired`, `changed` or `taken`.',
  CONSENT_GIVEN: 'A user consented to the access that a client requested.',
  CONSENT_REVOKED: 'A user or an administrator revoked a consent.',
  REQUEST_REFUSED:
    'An authorization request, or the authentication of a client, was rejected. The server combines repeated rejections within a minute into one event, and `detail` contains their number. If a signed-in user has no access to the client, the event names the user.',
  TOKEN_ISSUED: 'Tokens were issued to a client.',
  TOKEN_REFUSED: 'A client requested tokens, and the request was rejected.',
  TOKEN_REVOKED: 'A single token, a grant, or all tokens of a user or client were revoked.',
  CODE_REUSED:
    'A client used an authorization code twice, which can be an attack. The grant behind the code was revoked.',
  REFRESH_TOKEN_REUSED:
    'A client used a refresh token that had been replaced, which can be an attack. The grant behind the token was revoked.',
  ACCOUNT_EXPORTED: 'A user downloaded what the server stores about the account, at `/account`.',
  DELETION_REQUESTED:
    'A user asked for the deletion of their account. `detail.deletionAt` says when it will be deleted.',
  DELETION_CANCELLED:
    'The deletion of an account was cancelled: by its user, by an administrator (also by disabling or enabling the user, or by replacing the passkeys of the user with a link), because the user used a recovery code or enrolment link, or because the user reported the session in which it was asked for. `detail.by` is `mail` then.',
  SESSION_REVOKED:
    'An administrator ended a session, or the user ended it from another browser or with the link in a mail.',
  LIMIT_EXCEEDED:
    'A limit was exceeded: registrations from an address, changes that a user makes to their account, verification mails to an address or for a user, sessions of a user, or offline grants of a user for a client. `detail` names the limit. For each limit and each user, client or address, the server writes at most one such event per hour.',
  SIGNING_KEY_ROTATED: 'The active signing key of an issuer was replaced by another key.',
  WEBHOOK_TESTED:
    'An administrator sent a test to a webhook. `detail` has the host of the receiver and the status code of the answer, or null if there was none.',
  WEBHOOK_EVENT_REDELIVERED:
    'An administrator sent an event to a webhook once more. `detail` names the event, and has the host of the receiver and the status code of the answer, or null if there was none.',
  AUDIT_CHECKPOINT:
    'The server signed the end of the audit log, so that it can be proven that no event before it was changed.',
  DATABASE_BACKED_UP: 'An administrator made a backup of an SQLite database with `npm run backup`.',
  DATABASE_RESTORED:
    'An administrator restored an SQLite database from a backup with `npm run restore`. The log continues after the last event of the backup.',
  CREATED: 'A record was created. The `resource` field names the kind of record, such as `client`.',
  UPDATED: 'A record was changed. The `resource` field names the kind of record, such as `client`.',
  DELETED: 'A record was deleted. The `resource` field names the kind of record, such as `client`.',
};

export const AuditEventTypeEnum = defineEnum<AuditEventType>(
  'AuditEventType',
  'The type of an audit event, which says what happened.',
  Object.fromEntries(Object.entries(EVENTS).map(([type, text]) => [type, [type, text]])) as unknown as Readonly<
    Record<AuditEventType, readonly [string, string]>
  >,
);
