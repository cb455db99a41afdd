import type { AuditEventType } from '../generated/events.js';
import type { TextKey } from '../texts/texts.js';
import { isDenied, isOwn, type ShownEvent, textsIn } from './shown-event.js';

/** The texts that an event of a type can have, without `events.` and the type. */
type Variant<Type extends string> = TextKey extends infer Key
  ? Key extends `events.${Type}.${infer Rest}`
    ? Rest
    : never
  : never;
/** The variant `''` is the text that has only the name of the type. */
type Plain<Type extends string> = `events.${Type}` extends TextKey ? '' : never;

type Variants = {
  readonly [Type in AuditEventType]: (event: ShownEvent) => Variant<Type> | Plain<Type>;
};

/** Returns the key of the sentence that says what happened. */
export function sentenceText(event: ShownEvent): TextKey {
  if (isDenied(event)) return 'events.ACCESS_DENIED';
  const variant = VARIANTS[event.type](event);
  return (variant === '' ? `events.${event.type}` : `events.${event.type}.${variant}`) as TextKey;
}

const VARIANTS: Variants = {
  SIGNED_IN: ({ clientId }) => (clientId === null ? 'server' : 'application'),
  SIGN_IN_REFUSED: knownOrNot,
  SIGNED_OUT: plain,
  ACCESS_DENIED: plain,
  PASSKEY_ADDED: plain,
  PASSKEY_RENAMED: ownOrNot,
  PASSKEY_REMOVED: ownOrNot,
  PASSKEY_REFUSED: knownOrNot,
  ENROLMENT_LINK_CREATED: ({ detail }) => (detail.mailed === true ? 'mailed' : ''),
  ENROLMENT_LINK_USED: plain,
  INVITATION_USED: ({ detail }) => (detail.awaitsApproval === true ? 'waits' : ''),
  USER_APPROVED: plain,
  USER_REJECTED: plain,
  DEVICE_LINK_CREATED: plain,
  DEVICE_LINK_USED: plain,
  DEVICE_LINK_REFUSED: ({ detail }) => (detail.reason === 'number' ? 'number' : 'user'),
  RECOVERY_CODES_CREATED: plain,
  RECOVERY_CODE_USED: ({ outcome, userId }) => {
    if (outcome === 'SUCCESS') return '';
    return userId === null ? 'unknown' : 'wrong';
  },
  EMAIL_VERIFICATION_SENT: plain,
  EMAIL_VERIFIED: plain,
  EMAIL_VERIFICATION_REFUSED: plain,
  CONSENT_GIVEN: plain,
  CONSENT_REVOKED: ownOrNot,
  REQUEST_REFUSED: ({ detail }) => {
    if (detail.reason === 'repeated') return 'repeated';
    return detail.request === 'CLIENT_AUTHENTICATION' ? 'CLIENT_AUTHENTICATION' : 'AUTHORIZATION';
  },
  TOKEN_ISSUED: ({ userId, clientId }) => {
    if (clientId === CONSOLE) return 'console';
    return userId === null ? 'own' : 'user';
  },
  TOKEN_REFUSED: plain,
  TOKEN_REVOKED: ({ resource, userId }) => {
    if (resource === 'user' || resource === 'client') return resource;
    return resource === 'token' || userId === null ? 'token' : 'grant';
  },
  CODE_REUSED: plain,
  REFRESH_TOKEN_REUSED: plain,
  SESSION_REVOKED: (event) => {
    if (event.detail.by === 'mail') return 'mail';
    return `${event.resource === 'user' ? 'user' : 'session'}.${ownOrNot(event)}`;
  },
  ACCOUNT_EXPORTED: plain,
  DELETION_REQUESTED: plain,
  DELETION_CANCELLED: ownOrNot,
  LIMIT_EXCEEDED: ({ detail }) => LIMITS.find((limit) => limit === detail.limit) ?? 'other',
  SIGNING_KEY_ROTATED: plain,
  WEBHOOK_TESTED: plain,
  WEBHOOK_EVENT_REDELIVERED: plain,
  AUDIT_CHECKPOINT: plain,
  DATABASE_BACKED_UP: plain,
  DATABASE_RESTORED: plain,
  CREATED: (event) => {
    if (event.resource === 'user') return `user.${ownOrNot(event)}`;
    if (event.resource === 'permission') return isOwn(event) ? 'permission.own' : `permission.${holderOf(event)}`;
    if (event.resource === 'roleAssignment') return `roleAssignment.${holderOf(event)}`;
    return CREATED.find((kind) => kind === event.resource) ?? 'other';
  },
  UPDATED: (event) => {
    if (event.resource === 'user') return updatedUser(event);
    if (event.resource === 'group') return updatedGroup(event);
    if (event.resource === 'client')
      return textsIn(event.detail.changed).includes('secrets') ? 'client.secrets' : 'client';
    return UPDATED.find((kind) => kind === event.resource) ?? 'other';
  },
  DELETED: (event) => {
    if (event.resource === 'permission') return `permission.${holderOf(event)}`;
    if (event.resource === 'roleAssignment') return `roleAssignment.${holderOf(event)}`;
    return DELETED.find((kind) => kind === event.resource) ?? 'other';
  },
};

/** All types of events. */
export const EVENT_TYPES = Object.keys(VARIANTS) as readonly AuditEventType[];

const LIMITS = ['registrations', 'accountChanges', 'verificationMails', 'sessions', 'offlineGrants'] as const;
const CREATED = ['client', 'group', 'role', 'scope', 'issuer', 'webhook', 'apiKey', 'mail', 'invitation'] as const;
const UPDATED = ['role', 'scope', 'issuer', 'webhook', 'passkey', 'serverSettings'] as const;
const DELETED = [
  'user',
  'client',
  'group',
  'role',
  'scope',
  'issuer',
  'webhook',
  'apiKey',
  'enrolmentLink',
  'invitation',
  'reservedUsername',
  'personalValues',
] as const;

/** The client that every server has for its console. */
const CONSOLE = 'passgraph:console';

function plain(): '' {
  return '';
}

function ownOrNot(event: ShownEvent): 'own' | 'other' {
  return isOwn(event) ? 'own' : 'other';
}

function knownOrNot({ userId }: ShownEvent): 'known' | 'unknown' {
  return userId === null ? 'unknown' : 'known';
}

/** Whether a user or a group got or lost something. */
function holderOf({ detail }: ShownEvent): 'user' | 'group' {
  return typeof detail.groupId === 'string' ? 'group' : 'user';
}

function updatedUser(event: ShownEvent): Variant<'UPDATED'> {
  const to = (event.detail.to ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof to.enabled === 'boolean') return to.enabled ? 'user.enabled' : 'user.disabled';
  if (to.adminRole === null) return 'user.noAdminRole';
  if (typeof to.adminRole === 'string') return 'user.adminRole';
  return `user.${ownOrNot(event)}`;
}

function updatedGroup({ detail, actorId }: ShownEvent): Variant<'UPDATED'> {
  const [added, removed] = [textsIn(detail.addedMemberIds), textsIn(detail.removedMemberIds)];
  if (added.length > 0 && removed.length > 0) return 'group';
  if (removed.length > 0) return 'group.removed';
  if (added.length === 0) return 'group';
  return added.length === 1 && added[0] === actorId ? 'group.joined' : 'group.added';
}
