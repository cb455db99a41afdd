/*
 * This folder numbers audit events, chains them by hashes, and deletes and erases parts of the log. It reads and writes
 * events and the head of the log, but does not decide when. `sqlite/number-events.ts` numbers events inside a
 * transaction of SQLite. To understand this folder, read this file first.
 */

import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { JsonValue } from '../../model/json.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import type { AuditHead } from '../../model/log/audit-head.js';

/** An event with its number and hash. */
type NumberedEvent = AuditEvent & { readonly sequence: number; readonly hash: string };

/** Gives the events the next numbers after `head`, and each the hash of its contents and of the hash before it. */
export function numberAfter(
  head: Pick<AuditHead, 'sequence' | 'hash'>,
  events: readonly AuditEvent[],
): NumberedEvent[] {
  let previous = head.hash;
  return events.map((event, index) => {
    const numbered = { ...event, sequence: head.sequence + index + 1 };
    previous = hashOf(numbered, previous);
    return { ...numbered, hash: previous };
  });
}

/**
 * Returns the SHA-256 hash of the event's canonical form (RFC 8785), in base64url. The form contains the sequence, the
 * hash before it, and digests in place of the values that have a salt, so that erasing a value does not change the
 * hash. `packages/admin/src/audit/event-hash.ts` computes the same hash from an export.
 */
export function hashOf(event: AuditEvent, previous: string): string {
  const { event: rest, digests } = withDigests(event);
  const { salts: _salts, erased, hash: _hash, expiresAt: _expiry, at, ...facts } = rest;
  const form = { ...facts, at: at.toISOString(), personal: { ...erased, ...digests }, previous };
  return hash('sha256', canonicalForm(form), 'base64url');
}

/** Returns the event without the values that have a salt, and the digest of each of these values by its path. */
export function withDigests(event: AuditEvent): { event: AuditEvent; digests: Record<string, string> } {
  const digests: Record<string, string> = {};
  let rest: Members = { ...event };
  for (const [path, salt] of Object.entries(event.salts ?? {})) {
    const names = path.split('.');
    const value = valueAt(rest, names);
    if (value === undefined) continue;
    digests[path] = digestOf(salt, value);
    rest = without(rest, names);
  }
  return { event: rest as unknown as AuditEvent, digests };
}

type Members = Readonly<Record<string, unknown>>;

function valueAt(part: unknown, [name, ...others]: readonly string[]): JsonValue | undefined {
  if (name === undefined) return part as JsonValue;
  return typeof part === 'object' && part !== null ? valueAt((part as Members)[name], others) : undefined;
}

function without(part: Members, [name = '', ...others]: readonly string[]): Members {
  const { [name]: member, ...kept } = part;
  return others.length === 0 ? kept : { ...kept, [name]: without(member as Members, others) };
}

/** SHA-256(salt ‖ value), in base64url. The value is in its canonical form, so a text is in quotes. */
function digestOf(salt: string, value: JsonValue): string {
  return hash(
    'sha256',
    Buffer.concat([Buffer.from(salt, 'base64url'), Buffer.from(canonicalForm(value))]),
    'base64url',
  );
}

/** RFC 8785 forbids halves of surrogate pairs, and databases replace them. So they are replaced before hashing. */
function canonicalForm(value: unknown): string {
  try {
    return canonicalize(value) ?? '';
  } catch {
    return canonicalize(wellFormed(value)) ?? '';
  }
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toWellFormed(), wellFormed(member)]));
}
