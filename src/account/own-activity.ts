import type { ActiveSession } from '../access/sessions/session.js';
import type { Deps } from '../model/deps.js';
import type { AuditEvent, AuditEventType } from '../model/log/audit-event.js';

/** What happened, as a sentence without values, with the name of an application, or with the name of a passkey or key. */
export type Happening =
  | { readonly about: 'account'; readonly what: AccountHappening }
  | { readonly about: 'application'; readonly what: ApplicationHappening; readonly clientId: string }
  | { readonly about: 'named'; readonly what: NamedHappening; readonly name: string };

type AccountHappening =
  | 'signedIn'
  | 'signedOut'
  | 'signInRefused'
  | 'passkeyRefused'
  | 'linkCreated'
  | 'linkUsed'
  | 'deviceLinkUsed'
  | 'deviceRefused'
  | 'invitationUsed'
  | 'approved'
  | 'accountCreated'
  | 'accountChanged'
  | 'rightsChanged'
  | 'codesCreated'
  | 'codeUsed'
  | 'codeWrong'
  | 'deviceSignedOut'
  | 'everywhereSignedOut'
  | 'accessEnded'
  | 'emailVerified'
  | 'exported'
  | 'deletionRequested'
  | 'deletionCancelled';
type ApplicationHappening = 'signedIn' | 'denied' | 'allowed' | 'revoked' | 'reused';
type NamedHappening = 'passkeyAdded' | 'passkeyRenamed' | 'passkeyRemoved' | 'keyCreated' | 'keyDeleted';

export interface OwnActivity {
  readonly id: string;
  readonly at: Date;
  readonly happening: Happening;
  readonly by: 'user' | 'administrator' | 'other';
  readonly sessionId?: string | undefined;
  /** Present if a browser did it. The addresses of administrators and applications are not shown. */
  readonly ipAddress?: string | undefined;
}

export interface ActivityPage {
  readonly entries: readonly OwnActivity[];
  readonly next?: string | undefined;
}

const PAGE_ENTRIES = 10;
const EVENTS_AT_ONCE = 50;

/** Applications that refresh tokens write many events that the list leaves out. For one page, at most so many are read. */
const MAX_READS = 6;

/**
 * Returns one page of what happened to the user's account, newest first. A page can have fewer entries than another,
 * even none, because the number of events that are read for it is limited.
 *
 * @throws RangeError if the cursor is invalid
 */
export async function ownActivity(deps: Deps, { user }: ActiveSession, after?: string): Promise<ActivityPage> {
  const entries: OwnActivity[] = [];
  let cursor = after;
  for (let reads = 0; reads < MAX_READS; reads += 1) {
    const request = { first: EVENTS_AT_ONCE, after: cursor };
    const { items, hasNextPage } = await deps.store.auditEvents.page(request, 'NEWEST_FIRST', { userId: user.id });
    for (const { record, cursor: place } of items) {
      if (entries.length === PAGE_ENTRIES) return { entries, next: cursor };
      const happening = happeningOf(record);
      if (happening !== undefined) entries.push(activityOf(record, user.id, happening));
      cursor = place;
    }
    if (!hasNextPage) return { entries };
  }
  return { entries, next: cursor };
}

function activityOf(event: AuditEvent, userId: string, happening: Happening): OwnActivity {
  const by = actorOf(event, userId);
  const { id, at, actorKind } = event;
  const isFromBrowser = by === 'user' || actorKind === undefined;
  return { id, at, happening, by, ...(isFromBrowser && placeOf(event)) };
}

/** A device that joins the account is another one than that of the session in which the user confirms it. */
function placeOf({ type, detail, ipAddress, sessionId }: AuditEvent): Pick<OwnActivity, 'ipAddress' | 'sessionId'> {
  if (type === 'DEVICE_LINK_USED') return { ipAddress };
  const { deviceAddress } = detail;
  if (type !== 'PASSKEY_ADDED' || deviceAddress === undefined) return { ipAddress, sessionId };
  return { ipAddress: typeof deviceAddress === 'string' ? deviceAddress : undefined };
}

/** Clients act at token endpoints. Whatever else a client or an API key does is administration. */
function actorOf({ type, actorKind, actorId }: AuditEvent, userId: string): OwnActivity['by'] {
  if (actorKind === 'USER') return actorId === userId ? 'user' : 'administrator';
  if (actorKind === 'CLIENT' && OF_APPLICATIONS.has(type)) return 'other';
  return actorKind === undefined ? 'other' : 'administrator';
}

const OF_APPLICATIONS: ReadonlySet<AuditEventType> = new Set([
  'SIGNED_OUT',
  'TOKEN_REVOKED',
  'CODE_REUSED',
  'REFRESH_TOKEN_REUSED',
]);

/** Returns what the event means for the user, or `undefined` if the list leaves it out. */
function happeningOf(event: AuditEvent): Happening | undefined {
  const isSuccess = event.outcome === 'SUCCESS';
  switch (event.type) {
    case 'SIGNED_IN':
      return ofApplication(event, 'signedIn') ?? ofAccount('signedIn');
    case 'SIGNED_OUT':
      return ofAccount('signedOut');
    case 'SIGN_IN_REFUSED':
      return ofAccount('signInRefused');
    case 'ACCESS_DENIED':
      return ofApplication(event, 'denied');
    case 'PASSKEY_ADDED':
      return named(event, 'passkeyAdded', 'name');
    case 'PASSKEY_RENAMED':
      return named(event, 'passkeyRenamed', 'to');
    case 'PASSKEY_REMOVED':
      return named(event, 'passkeyRemoved', 'name');
    case 'PASSKEY_REFUSED':
      return ofAccount('passkeyRefused');
    case 'ENROLMENT_LINK_CREATED':
      return ofAccount('linkCreated');
    case 'ENROLMENT_LINK_USED':
      return ofAccount('linkUsed');
    case 'DEVICE_LINK_USED':
      return ofAccount('deviceLinkUsed');
    case 'DEVICE_LINK_REFUSED':
      return ofAccount('deviceRefused');
    case 'INVITATION_USED':
      return ofAccount('invitationUsed');
    case 'USER_APPROVED':
      return ofAccount('approved');
    case 'RECOVERY_CODES_CREATED':
      return ofAccount('codesCreated');
    case 'RECOVERY_CODE_USED':
      return ofAccount(isSuccess ? 'codeUsed' : 'codeWrong');
    case 'EMAIL_VERIFIED':
      return ofAccount('emailVerified');
    case 'DELETION_REQUESTED':
      return ofAccount('deletionRequested');
    case 'DELETION_CANCELLED':
      return ofAccount('deletionCancelled');
    case 'ACCOUNT_EXPORTED':
      return ofAccount('exported');
    case 'CONSENT_GIVEN':
      return ofApplication(event, 'allowed');
    case 'CONSENT_REVOKED':
      return ofApplication(event, 'revoked');
    case 'TOKEN_REVOKED':
      return event.resource === 'user' ? ofAccount('accessEnded') : ofApplication(event, 'revoked');
    case 'CODE_REUSED':
    case 'REFRESH_TOKEN_REUSED':
      return ofApplication(event, 'reused');
    case 'SESSION_REVOKED':
      return ofAccount(event.resource === 'user' ? 'everywhereSignedOut' : 'deviceSignedOut');
    case 'CREATED':
    case 'UPDATED':
    case 'DELETED':
      return ofRecord(event);
    default:
      return undefined;
  }
}

function ofRecord(event: AuditEvent): Happening | undefined {
  switch (event.resource) {
    case 'user':
      return ofAccount(event.type === 'CREATED' ? 'accountCreated' : 'accountChanged');
    case 'apiKey':
      return named(event, event.type === 'DELETED' ? 'keyDeleted' : 'keyCreated', 'name');
    case 'permission':
    case 'roleAssignment':
      return ofAccount('rightsChanged');
    default:
      return undefined;
  }
}

function ofAccount(what: AccountHappening): Happening {
  return { about: 'account', what };
}

function ofApplication({ clientId }: AuditEvent, what: ApplicationHappening): Happening | undefined {
  return clientId === undefined ? undefined : { about: 'application', what, clientId };
}

/** The name can have been erased from the log. */
function named({ detail }: AuditEvent, what: NamedHappening, member: 'name' | 'to'): Happening {
  const name = detail[member];
  return { about: 'named', what, name: typeof name === 'string' ? name : '…' };
}
