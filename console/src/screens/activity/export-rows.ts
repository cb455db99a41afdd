import { namesIn } from '../../events/names.js';
import { sentenceText } from '../../events/sentence-texts.js';
import type { ShownEvent } from '../../events/shown-event.js';
import { type AuditEventFilter, Events, type EventsQuery, type EventsQueryVariables } from '../../generated/events.js';
import type { Connection } from '../../server/connection.js';
import type { Texts } from '../../texts/texts.js';

/** So many events fit into a file that spreadsheets open. `passgraph-admin export-audit` writes longer logs. */
export const MAX_EXPORTED = 10_000;
const PAGE_SIZE = 100;

interface Exported {
  readonly rows: readonly object[];
  /** Whether there are more events. */
  readonly isCut: boolean;
}

/** Reads all pages of the log, newest first, up to `MAX_EXPORTED` events. */
export async function exportRows(connection: Connection, texts: Texts, filter: AuditEventFilter): Promise<Exported> {
  const rows: object[] = [];
  let after: string | null = null;
  for (;;) {
    const variables: EventsQueryVariables = { filter, first: PAGE_SIZE, after };
    const { auditEvents }: EventsQuery = await connection.request(Events, variables);
    rows.push(...auditEvents.edges.map(({ node }) => rowOf(node, texts)));
    const { hasNextPage, endCursor } = auditEvents.pageInfo;
    if (!hasNextPage || rows.length >= MAX_EXPORTED) return { rows, isCut: hasNextPage };
    after = endCursor;
  }
}

function rowOf(event: ShownEvent, texts: Texts) {
  const { sequence, at, type, outcome, ipAddress, country, detail } = event;
  const { actorKind, actorId, userId, clientId, sessionId, resource, resourceId } = event;
  return {
    at,
    sequence,
    type,
    outcome,
    text: plainSentence(event, texts),
    actorKind,
    actorId,
    userId,
    username: event.user?.username ?? null,
    clientId,
    client: event.client?.name ?? null,
    resource,
    resourceId,
    sessionId,
    ipAddress,
    country,
    detail,
  };
}

function plainSentence(event: ShownEvent, texts: Texts): string {
  const { count, ...names } = namesIn(event, texts);
  const labels = Object.fromEntries(Object.entries(names).map(([name, { label }]) => [name, label]));
  return texts.say(sentenceText(event), { ...labels, count });
}
