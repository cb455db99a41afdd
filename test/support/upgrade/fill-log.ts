import { deliverWebhooks } from '../../../src/jobs/deliver-webhooks.js';
import { startReceiver } from '../receiver.js';
import type { KeptLog, KeptWebhook } from './facts.js';
import { type Making, mutate, personOf } from './making.js';

/** Where the webhook is left: disabled, so that nothing is sent before a test says where to. */
const NOWHERE = 'https://receiver.example/events';
const TYPES = ['SIGNED_IN', 'CREATED', 'UPDATED'];
const UPDATES = 150;
const SEEN = 90;
const DELIVERED = 20;

export interface OpenWebhook {
  readonly id: string;
  readonly secret: string;
}

/** Before the events that it is to deliver. */
export async function createWebhook(making: Making): Promise<OpenWebhook> {
  const input = { id: 'audit', types: TYPES, url: NOWHERE };
  const { secret } = await mutate<{ secret: string }>(making, 'createWebhook', input, 'secret');
  await mutate(making, 'updateWebhook', { id: 'audit', enabled: false }, 'webhook { id }');
  return { id: 'audit', secret };
}

/** Some two hundred events. */
export async function fillLog(making: Making): Promise<void> {
  const { id } = personOf(making, 'mallory');
  for (let number = 1; number <= UPDATES; number += 1) {
    await mutate(making, 'updateUser', { id, name: `Mallory ${number}` }, 'user { id }');
  }
}

/** Delivers some of the events, and stops in the middle. */
export async function deliverSome(making: Making, { id, secret }: OpenWebhook): Promise<Omit<KeptWebhook, 'pending'>> {
  const receiver = await startReceiver('/events', ({ headers }) => String(headers['webhook-id']));
  receiver.meanwhile = () => {
    if (receiver.received.length > DELIVERED) receiver.status = 503;
  };
  await mutate(making, 'updateWebhook', { id, url: receiver.url, enabled: true }, 'webhook { id }');
  await making.flush();
  making.clock.advance(6);
  await deliverWebhooks(making.app.deps);
  await receiver.stop();
  await mutate(making, 'updateWebhook', { id, url: NOWHERE, enabled: false }, 'webhook { id }');
  if (receiver.status === 200) throw new Error('There were too few events to stop in the middle.');
  // The last one was refused.
  return { id, secret, types: TYPES, delivered: receiver.received.slice(0, -1) };
}

/** How far a follower has read, and all that it has yet to read. */
export async function readLog(making: Making): Promise<KeptLog> {
  const first = await pageOf(making, SEEN);
  const later: string[] = [];
  for (let after = first.cursor; ; ) {
    const { ids, cursor, hasNextPage } = await pageOf(making, 100, after);
    later.push(...ids);
    if (!hasNextPage) return { cursor: first.cursor, seen: first.ids, later };
    after = cursor;
  }
}

const PAGE = `query ($first: Int!, $after: String, $types: [AuditEventType!]) {
  auditEvents(first: $first, after: $after, order: OLDEST_FIRST, filter: { types: $types }) {
    edges { node { id } } pageInfo { endCursor hasNextPage }
  }
}`;

interface Page {
  readonly auditEvents: {
    readonly edges: readonly { readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}

async function pageOf({ app }: Pick<Making, 'app'>, first: number, after?: string, types?: readonly string[]) {
  const { edges, pageInfo } = (await app.graphql<Page>(PAGE, { first, after, types })).auditEvents;
  return { ids: edges.map(({ node }) => node.id), cursor: pageInfo.endCursor, hasNextPage: pageInfo.hasNextPage };
}

/** The ids of events of some types, oldest first, after one of them. */
export async function eventsAfter(
  making: Pick<Making, 'app'>,
  types: readonly string[],
  last: string,
): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await pageOf(making, 100, after, types);
    ids.push(...page.ids);
    if (!page.hasNextPage) return ids.slice(ids.indexOf(last) + 1);
    after = page.cursor;
  }
}
