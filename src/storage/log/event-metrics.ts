import type { AuditEvent, AuditEventType } from '../../model/log/audit-event.js';
import { EVENTS, REFUSALS, SIGN_INS, SIGN_INS_WITH_NEITHER, SIGN_INS_WITH_PKCE } from '../../model/log/daily-count.js';

/** What an event adds to one count. */
export interface Metric {
  readonly clientId: string;
  readonly metric: string;
  readonly count: number;
}

const CHANGES: readonly AuditEventType[] = ['CREATED', 'UPDATED', 'DELETED'];
const REFUSED: readonly AuditEventType[] = ['SIGN_IN_REFUSED', 'ACCESS_DENIED', 'REQUEST_REFUSED', 'TOKEN_REFUSED'];
const MAX_REASON_LENGTH = 64;

/** Returns the counts to which an event adds: those of the server, and those of the client that it concerns. */
export function metricsOf(event: AuditEvent): Metric[] {
  const resource = CHANGES.includes(event.type) ? (event.resource ?? '') : '';
  const ofType = { metric: `${EVENTS}${event.type}:${event.outcome}:${resource}`, count: 1 };
  const refusal = REFUSED.includes(event.type)
    ? [{ metric: REFUSALS + reasonOf(event), count: refusalsOf(event) }]
    : [];
  const ofServer = [ofType, ...refusal].map((one) => ({ clientId: '', ...one }));
  const { clientId } = event;
  if (clientId === undefined) return ofServer;
  return [...ofServer, ...[ofType, ...refusal, ...signInOf(event)].map((one) => ({ clientId, ...one }))];
}

function reasonOf({ type, detail: { reason, error, parameter, redirectUri } }: AuditEvent): string {
  // The most frequent mistake has a reason of its own. The event has the code that the browser shows.
  if (type === 'REQUEST_REFUSED' && parameter === 'redirect_uri' && typeof redirectUri === 'string')
    return 'invalid_redirect_uri';
  const text = [reason, error].find((one) => typeof one === 'string') ?? type.toLowerCase();
  return String(text).slice(0, MAX_REASON_LENGTH);
}

/** An event with the reason `repeated` stands for several refusals. */
function refusalsOf({ detail: { reason, count } }: AuditEvent): number {
  return reason === 'repeated' && typeof count === 'number' ? count : 1;
}

/** Of the events that tokens were issued, only those of a new sign-in say whether the client used PKCE, or the host. */
function signInOf({ type, detail: { pkce, nonce, host, device } }: AuditEvent): Omit<Metric, 'clientId'>[] {
  const isByCode = typeof pkce === 'boolean';
  if (type !== 'TOKEN_ISSUED' || !(isByCode || typeof host === 'string' || device === true)) return [];
  const metrics = [SIGN_INS];
  if (pkce === true) metrics.push(SIGN_INS_WITH_PKCE);
  if (pkce === false && nonce === false) metrics.push(SIGN_INS_WITH_NEITHER);
  return metrics.map((metric) => ({ metric, count: 1 }));
}
