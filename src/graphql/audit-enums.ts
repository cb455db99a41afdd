import type { AuditEventType, AuditOutcome } from '../model/log/audit-event.js';
import { defineEnum } from './define-enum.js';

export const AuditOutcomeEnum = defineEnum<AuditOutcome>('AuditOutcome', 'Whether something went as it was meant to.', {
  SUCCESS: ['SUCCESS', 'It did.'],
  FAILURE: ['FAILURE', 'It was refused, or failed.'],
});

export type AuditOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

export const AuditOrderEnum = defineEnum<AuditOrder>('AuditOrder', 'Which way the log is read.', {
  NEWEST_FIRST: ['NEWEST_FIRST', 'From now into the past.'],
  OLDEST_FIRST: [
    'OLDEST_FIRST',
    'From the past to now: with the last cursor seen, a script follows the log and misses nothing. An event shows once it is 5 s old.',
  ],
});

const EVENTS: Readonly<Record<AuditEventType, string>> = {
  SIGNED_IN: 'A user signed in with a passkey.',
  SIGN_IN_REFUSED: 'Somebody could not sign in.',
  SIGNED_OUT: 'A user ended their session.',
  ACCESS_DENIED: 'A user is not let into a client.',
  PASSKEY_ADDED: 'A passkey was registered.',
  PASSKEY_RENAMED: 'A passkey got another name.',
  PASSKEY_REMOVED: 'A passkey was removed.',
  PASSKEY_REFUSED: 'A passkey was refused: what it answered did not hold.',
  ENROLMENT_LINK_CREATED: 'An administrator made an enrolment link.',
  ENROLMENT_LINK_USED: 'An enrolment link was used to its end.',
  RECOVERY_CODES_CREATED: 'A user got recovery codes.',
  RECOVERY_CODE_USED: 'A recovery code was used.',
  CONSENT_GIVEN: 'A user said that a client may have something.',
  CONSENT_REVOKED: 'A consent was forgotten.',
  TOKEN_ISSUED: 'A client got tokens.',
  TOKEN_REFUSED: 'A client did not get tokens.',
  TOKEN_REVOKED: 'A token, a grant, or all of a user or client, was ended.',
  CODE_REUSED: 'An authorization code came twice; its grant was ended.',
  REFRESH_TOKEN_REUSED: 'A refresh token came after its successor; its grant was ended.',
  SESSION_REVOKED: 'A session was ended from elsewhere.',
  SIGNING_KEY_ROTATED: 'An issuer signs with another key.',
  CREATED: 'Something was made: see resource.',
  UPDATED: 'Something was changed: see resource.',
  DELETED: 'Something was deleted: see resource.',
};

export const AuditEventTypeEnum = defineEnum<AuditEventType>(
  'AuditEventType',
  'What happened.',
  Object.fromEntries(Object.entries(EVENTS).map(([type, text]) => [type, [type, text]])) as unknown as Readonly<
    Record<AuditEventType, readonly [string, string]>
  >,
);
