import type { AuditEntry, Clock, RefusalEntry } from '../model/deps.js';
import { addressKey } from './address-key.js';

const WINDOW_MS = 60_000;
/**
 * The most events for one client in a window of one minute. Anyone can send requests in the name of a client, so
 * without a limit an attacker could fill the audit log.
 */
const MAX_EVENTS = 60;
/** Of these, one address causes at most this many, so that it cannot hide the refusals of other addresses. */
const MAX_EVENTS_OF_ADDRESS = 10;

interface Window {
  readonly startedAt: number;
  /** The reasons of the events that were written, by address. */
  readonly written: Map<string, Set<string>>;
  /** The number of refusals that were not written. */
  counted: number;
}

/**
 * Decides which refusals are stored as separate events. The other refusals are counted, and one event stores their
 * number.
 */
export interface RefusalLimit {
  add(entry: RefusalEntry): void;
  /** Writes an event with the counted refusals of each window that is over, or of every window if the process stops. */
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
    const window: Window = { startedAt: clock.now().getTime(), written: new Map(), counted: 0 };
    windows.set(clientId, window);
    return window;
  };
  return {
    add: (entry) => {
      const window = openWindow(entry.clientId);
      const { request, reason, parameter = '', description } = entry.detail;
      const key = JSON.stringify([request, reason, parameter, description]);
      if (addEvent(window, addressKey(entry.ipAddress), key)) write({ ...entry, outcome: 'FAILURE' });
      else window.counted += 1;
    },
    writeCounts: (which) => {
      for (const [clientId, window] of windows) if (which === 'all' || isPast(window)) close(clientId, window);
    },
  };
}

/** Adds an event for this address and reason, and returns `true`, unless there was one or a limit is reached. */
function addEvent({ written }: Window, address: string, reason: string): boolean {
  const reasons = written.get(address) ?? new Set<string>();
  const events = [...written.values()].reduce((sum, { size }) => sum + size, 0);
  if (events >= MAX_EVENTS || reasons.size >= MAX_EVENTS_OF_ADDRESS || reasons.has(reason)) return false;
  written.set(address, reasons.add(reason));
  return true;
}
