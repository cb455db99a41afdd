import type { AuditEventType } from '../../generated/webhooks.js';

export const GROUPS = ['signIn', 'passkeys', 'accounts', 'tokens', 'changes', 'server'] as const;
export type EventGroup = (typeof GROUPS)[number];

/** The group in which the user finds a type of event. A type that the API gets later has to be added here. */
const GROUP_OF: Readonly<Record<AuditEventType, EventGroup>> = {
  SIGNED_IN: 'signIn',
  SIGN_IN_REFUSED: 'signIn',
  ACCESS_DENIED: 'signIn',
  SIGNED_OUT: 'signIn',
  SESSION_REVOKED: 'signIn',
  PASSKEY_ADDED: 'passkeys',
  PASSKEY_REFUSED: 'passkeys',
  PASSKEY_REMOVED: 'passkeys',
  PASSKEY_RENAMED: 'passkeys',
  DEVICE_LINK_CREATED: 'passkeys',
  DEVICE_LINK_USED: 'passkeys',
  DEVICE_LINK_REFUSED: 'passkeys',
  RECOVERY_CODES_CREATED: 'passkeys',
  RECOVERY_CODE_USED: 'passkeys',
  ENROLMENT_LINK_CREATED: 'passkeys',
  ENROLMENT_LINK_USED: 'passkeys',
  INVITATION_USED: 'accounts',
  USER_APPROVED: 'accounts',
  USER_REJECTED: 'accounts',
  EMAIL_VERIFICATION_SENT: 'accounts',
  EMAIL_VERIFIED: 'accounts',
  EMAIL_VERIFICATION_REFUSED: 'accounts',
  ACCOUNT_EXPORTED: 'accounts',
  DELETION_REQUESTED: 'accounts',
  DELETION_CANCELLED: 'accounts',
  CONSENT_GIVEN: 'tokens',
  CONSENT_REVOKED: 'tokens',
  TOKEN_ISSUED: 'tokens',
  TOKEN_REFUSED: 'tokens',
  TOKEN_REVOKED: 'tokens',
  CODE_REUSED: 'tokens',
  REFRESH_TOKEN_REUSED: 'tokens',
  REQUEST_REFUSED: 'tokens',
  CREATED: 'changes',
  UPDATED: 'changes',
  DELETED: 'changes',
  SIGNING_KEY_ROTATED: 'changes',
  WEBHOOK_TESTED: 'changes',
  WEBHOOK_EVENT_REDELIVERED: 'changes',
  LIMIT_EXCEEDED: 'server',
  AUDIT_CHECKPOINT: 'server',
  DATABASE_BACKED_UP: 'server',
  DATABASE_RESTORED: 'server',
};

const EVENT_TYPES = Object.keys(GROUP_OF) as AuditEventType[];

/** The types of a group whose name or description has every word of the search. */
export function typesOfGroup(
  group: EventGroup,
  search: string,
  describe: (type: AuditEventType) => string,
): readonly AuditEventType[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (type: AuditEventType) => {
    const text = `${type} ${type.replaceAll('_', ' ')} ${describe(type)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return EVENT_TYPES.filter((type) => GROUP_OF[type] === group && matches(type));
}
