import { isDay } from '../../events/days.js';
import type { AuditEventFilter, AuditEventType, AuditOutcome, ViewerKind } from '../../generated/events.js';

/** The filters of the log, as they are in the address of the screen. */
export const NO_FILTERS = {
  what: '',
  outcome: '',
  by: '',
  user: '',
  application: '',
  actor: '',
  session: '',
  address: '',
  from: '',
  to: '',
  /** `yes` shows routine events, too. */
  all: '',
};

export type Filters = { readonly [Name in keyof typeof NO_FILTERS]: string };

/** Groups of types, as a person who looks for something thinks of them. */
export const TOPICS = {
  signIns: ['SIGNED_IN', 'SIGNED_OUT', 'SIGN_IN_REFUSED', 'ACCESS_DENIED'],
  passkeys: [
    'PASSKEY_ADDED',
    'PASSKEY_RENAMED',
    'PASSKEY_REMOVED',
    'PASSKEY_REFUSED',
    'ENROLMENT_LINK_CREATED',
    'ENROLMENT_LINK_USED',
    'DEVICE_LINK_CREATED',
    'DEVICE_LINK_USED',
    'DEVICE_LINK_REFUSED',
    'RECOVERY_CODES_CREATED',
    'RECOVERY_CODE_USED',
  ],
  changes: [
    'CREATED',
    'UPDATED',
    'DELETED',
    'USER_APPROVED',
    'USER_REJECTED',
    'SESSION_REVOKED',
    'SIGNING_KEY_ROTATED',
  ],
  applications: [
    'CONSENT_GIVEN',
    'CONSENT_REVOKED',
    'TOKEN_ISSUED',
    'TOKEN_REFUSED',
    'TOKEN_REVOKED',
    'REQUEST_REFUSED',
    'CODE_REUSED',
    'REFRESH_TOKEN_REUSED',
  ],
  alarms: ['CODE_REUSED', 'REFRESH_TOKEN_REUSED', 'LIMIT_EXCEEDED', 'PASSKEY_REFUSED', 'SIGN_IN_REFUSED'],
} as const satisfies Readonly<Record<string, readonly AuditEventType[]>>;

export type Topic = keyof typeof TOPICS;

/** The types that the filter `what` stands for: those of a topic, or a single type. */
export function typesOf(what: string): readonly AuditEventType[] | undefined {
  if (what === '') return undefined;
  return Object.hasOwn(TOPICS, what) ? TOPICS[what as Topic] : [what as AuditEventType];
}

/** Whether the events are shown that happen all the time by themselves. A type that was chosen is shown as a whole. */
export function hasRoutine({ all, what }: Filters): boolean {
  return all !== '' || (what !== '' && !Object.hasOwn(TOPICS, what));
}

/** Converts the filters to the argument of the API. */
export function eventFilter(filters: Filters, search: string | null): AuditEventFilter {
  const given = {
    types: typesOf(filters.what),
    outcome: filters.outcome as AuditOutcome,
    actorKind: filters.by as ViewerKind,
    userId: filters.user,
    clientId: filters.application,
    actorId: filters.actor,
    sessionId: filters.session,
    ipAddress: filters.address,
    from: momentOf(filters.from, '00:00:00.000'),
    to: momentOf(filters.to, '23:59:59.999'),
    text: search ?? '',
    includeRoutine: hasRoutine(filters) ? undefined : false,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '' && value !== undefined));
}

/** The beginning or the end of a day, in the time zone of the browser. A text that is no day is left out. */
function momentOf(day: string, time: string): string | undefined {
  return isDay(day) ? new Date(`${day}T${time}`).toISOString() : undefined;
}
