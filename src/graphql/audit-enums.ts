import type { AuditEventType, AuditOutcome } from '../model/log/audit-event.js';
import { defineEnum } from './enum-define.js';

export const AuditOutcomeEnum = defineEnum<AuditOutcome>('AuditOutcome', 'Whether an action succeeded.', {
  SUCCESS: ['SUCCESS', 'The action succeeded.'],
  FAILURE: ['FAILURE', 'The action was rejected, or it failed.'],
});

export type AuditOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

export const AuditOrderEnum = defineEnum<AuditOrder>('AuditOrder', 'The order of audit events.', {
  NEWEST_FIRST: ['NEWEST_FIRST', 'Latest event first.'],
  OLDEST_FIRST: [
    'OLDEST_FIRST',
    'Earliest event first. A script that continues from the last cursor it has seen misses no event. Events appear 5 seconds after they happen.',
  ],
});

const EVENTS: Readonly<Record<AuditEventType, string>> = {
  SIGNED_IN: 'A user signed in with a passkey.',
  SIGN_IN_REFUSED: 'A sign-in was rejected.',
  SIGNED_OUT: 'A user signed out.',
  ACCESS_DENIED: 'A user may not use a client.',
  PASSKEY_ADDED: 'A passkey was registered.',
  PASSKEY_RENAMED: 'A passkey was renamed.',
  PASSKEY_REMOVED: 'A passkey was removed.',
  PASSKEY_REFUSED: 'A passkey was rejected, because its response could not be verified.',
  ENROLMENT_LINK_CREATED: 'An administrator created an enrolment link.',
  ENROLMENT_LINK_USED: 'A user registered a passkey with an enrolment link.',
  RECOVERY_CODES_CREATED: 'A user created recovery codes.',
  RECOVERY_CODE_USED: 'A user registered a passkey with a recovery code.',
  CONSENT_GIVEN: 'A user gave consent to a client.',
  CONSENT_REVOKED: 'A consent was revoked.',
  TOKEN_ISSUED: 'Tokens were issued to a client.',
  TOKEN_REFUSED: 'A token request of a client was rejected.',
  TOKEN_REVOKED: 'A token, a grant, or all tokens of a user or client were revoked.',
  CODE_REUSED: 'An authorization code was used twice. Its grant was revoked.',
  REFRESH_TOKEN_REUSED: 'A refresh token was used again after it was replaced. Its grant was revoked.',
  SESSION_REVOKED: 'A session was ended by an administrator, or by its user in another session.',
  SIGNING_KEY_ROTATED: 'The signing key of an issuer was replaced.',
  CREATED: 'A record was created. `resource` says of which kind.',
  UPDATED: 'A record was changed. `resource` says of which kind.',
  DELETED: 'A record was deleted. `resource` says of which kind.',
};

export const AuditEventTypeEnum = defineEnum<AuditEventType>(
  'AuditEventType',
  'The kind of an audit event.',
  Object.fromEntries(Object.entries(EVENTS).map(([type, text]) => [type, [type, text]])) as unknown as Readonly<
    Record<AuditEventType, readonly [string, string]>
  >,
);
