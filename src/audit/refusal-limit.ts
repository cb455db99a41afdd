import type { AuditEntry, Clock, RefusalEntry } from '../model/deps.js';
import { addressKey } from './address-key.js';

const WINDOW_MS = 60_000;
/**
 * The most events for one client in a window of one minute. Anyone can send requests in the name of a client, so
 * without a limit an attacker could fill the audit log.
 */
const MAX_EVENTS = 60;
/**
 * The most events for one client and one IP address, or one client and one user, in a window. Without this limit, the
 * requests of one address could use up `MAX_EVENTS` and hide the refused requests of other addresses.
 */
const MAX_EVENTS_OF_ORIGIN = 10;

type Written = Map<string, Set<string>>;

interface Window {
  readonly startedAt: number;
  /** For each address, the reasons of the events without a user that were written in this window. */
  readonly byAddress: Written;
  /**
   * For each user, the addresses and reasons of the events that name the user. These events have a limit of their own,
   * because others at the address, and anyone who knows the client, could otherwise hide who was refused.
   */
  readonly byUser: Written;
  /** The number of refused requests in this window that got no event of their own. */
  counted: number;
}

/**
 * Decides which refused requests get an event of their own. The others are only counted, and one event stores their
 * number.
 */
export interface RefusalLimit {
  add(entry: RefusalEntry): void;
  /**
   * For each window that is over, writes an event with the number of counted refusals. With `all`, which is used when
   * the process stops, includes the windows that are not over.
   */
  writeCounts(which: 'past' | 'all'): void;
}

export function makeRefusalLimit(clock: Clock, write: (entry: AuditEntry) => void): RefusalLimit {
  const windows = new Map<string, Window>();
  const isPast = ({ startedAt }: Window) => {
    const age = clock.now().getTime() - startedAt;
    return age >= WINDOW_MS || age < 0;
  };
  const close = (clientId: string, { counted }: Window) => {
    windows.delete(clientId);
    if (counted === 0) return;
    const detail = { reason: 'repeated', count: counted, seconds: WINDOW_MS / 1000 };
    write({ type: 'REQUEST_REFUSED', outcome: 'FAILURE', clientId, detail });
  };
  const openWindow = (clientId: string): Window => {
    const current = windows.get(clientId);
    if (current !== undefined && !isPast(current)) return current;
    if (current !== undefined) close(clientId, current);
    const window: Window = { startedAt: clock.now().getTime(), byAddress: new Map(), byUser: new Map(), counted: 0 };
    windows.set(clientId, window);
    return window;
  };
  return {
    add: (entry) => {
      const window = openWindow(entry.clientId);
      const { request, reason, parameter = '', description } = entry.detail;
      const key = JSON.stringify([request, reason, parameter, description]);
      const address = addressKey(entry.ipAddress);
      const isNew =
        entry.userId === undefined
          ? addEvent(window.byAddress, address, key)
          : addEvent(window.byUser, entry.userId, `${address} ${key}`);
      if (isNew) write({ ...entry, outcome: 'FAILURE' });
      else window.counted += 1;
    },
    writeCounts: (which) => {
      for (const [clientId, window] of windows) if (which === 'all' || isPast(window)) close(clientId, window);
    },
  };
}

/**
 * Notes an event for this origin (an address or a user) and reason, and returns `true`. If the window already has such an
 * event, or a limit is reached, notes nothing and returns `false`.
 */
function addEvent(written: Written, origin: string, reason: string): boolean {
  const reasons = written.get(origin) ?? new Set<string>();
  const events = [...written.values()].reduce((sum, { size }) => sum + size, 0);
  if (events >= MAX_EVENTS || reasons.size >= MAX_EVENTS_OF_ORIGIN || reasons.has(reason)) return false;
  written.set(origin, reasons.add(reason));
  return true;
}
