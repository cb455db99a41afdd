import type { AuditEvent } from '../../src/model/log/audit-event.js';
import type { Store } from '../../src/model/store.js';

/** A program that follows the log with a cursor, and what it has received. */
export interface Follower {
  readonly received: AuditEvent[];
  /** Reads all pages after the last cursor. */
  read(): Promise<void>;
}

export function follow(store: Pick<Store, 'auditEvents'>, start?: string): Follower {
  const received: AuditEvent[] = [];
  let after = start;
  return {
    received,
    read: async () => {
      for (let hasNextPage = true; hasNextPage; ) {
        const page = await store.auditEvents.page({ first: 7, after }, 'OLDEST_FIRST', {});
        received.push(...page.items.map(({ record }) => record));
        after = page.items.at(-1)?.cursor ?? after;
        hasNextPage = page.hasNextPage;
      }
    },
  };
}

export function idsOf(events: readonly { readonly id: string }[]): string[] {
  return events.map(({ id }) => id);
}

/** 1, 2, 3 and so on. */
export function sequencesOf(events: readonly AuditEvent[]): (number | undefined)[] {
  return events.map(({ sequence }) => sequence);
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
