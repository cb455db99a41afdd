import type { MailFacts, Occurrence } from '../../src/model/server/mail.js';

const AT = Date.UTC(2040, 10, 21, 12);

const OCCURRENCE: Occurrence = {
  username: 'ada',
  at: AT,
  ipAddress: '194.144.0.1',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0',
  reportCode: 'session.code',
};

/** The facts of each kind of mail. */
export const MAIL_SAMPLES: readonly MailFacts[] = [
  { kind: 'TEST' },
  { kind: 'EMAIL_VERIFICATION', code: 'account.code' },
  { kind: 'ACCOUNT_APPROVED', code: 'account.code' },
  { kind: 'ACCOUNT_APPROVED' },
  { kind: 'INVITATION', url: 'https://id.example.com/invite/invitation.code', expiresAt: AT },
  { kind: 'ENROLMENT_LINK', url: 'https://id.example.com/enroll/link.code', expiresAt: AT },
  { kind: 'NEW_SIGN_IN', ...OCCURRENCE },
  { kind: 'PASSKEY_ADDED', passkey: 'Phone', ...OCCURRENCE },
  { kind: 'PASSKEY_REMOVED', passkey: 'Phone', username: 'ada', at: AT },
  { kind: 'RECOVERY_USED', passkey: 'Phone', ...OCCURRENCE },
  { kind: 'RECOVERY_CODES_REPLACED', ...OCCURRENCE },
  { kind: 'DELETION_REQUESTED', deletionAt: AT + 14 * 86_400_000, ...OCCURRENCE },
  { kind: 'DELETION_CANCELLED', username: 'ada', at: AT },
  { kind: 'DELETION_CANCELLED', ...OCCURRENCE, reportCode: undefined, isReport: true },
  { kind: 'EMAIL_CHANGED', ...OCCURRENCE },
  { kind: 'API_KEY_EXPIRES', username: 'ada', keyName: 'Deploy <script>', expiresAt: AT },
];
