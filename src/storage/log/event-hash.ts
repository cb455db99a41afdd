/*
 * This folder numbers audit events and chains them by hashes. It reads and writes events and the head of the log, but
 * does not decide when. `sqlite/number-events.ts` does the same inside a transaction of SQLite. Start with the hash.
 */

import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { JsonValue } from '../../model/json.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import type { AuditHead } from '../../model/log/audit-head.js';
import { personalValues, withoutPersonalValues } from '../../model/log/personal-values.js';

/** An event with its number and hash. */
export type NumberedEvent = AuditEvent & { readonly sequence: number; readonly hash: string };

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
 * hash before it, and digests in place of personal values, so that erasing a value does not change the hash.
 */
export function hashOf(event: AuditEvent, previous: string): string {
  const { salts, erased, hash: _hash, expiresAt: _expiry, at, ...facts } = withoutPersonalValues(event);
  const personal = { ...digestsOf(event), ...erased };
  return hash('sha256', canonicalForm({ ...facts, at: at.toISOString(), personal, previous }), 'base64url');
}

/** Returns the digest of each personal value that the event still has, by its path. */
export function digestsOf(event: AuditEvent): Record<string, string> {
  const digests = [...personalValues(event)].map(
    ([path, value]) => [path, digestOf(event.salts?.[path], value)] as const,
  );
  return Object.fromEntries(digests);
}

/** SHA-256(salt ‖ value), in base64url. The value is in its canonical form, so a text is in quotes. */
function digestOf(salt: string | undefined, value: JsonValue): string {
  return hash('sha256', Buffer.concat([Buffer.from(salt ?? '', 'base64url'), canonicalBytes(value)]), 'base64url');
}

function canonicalBytes(value: JsonValue): Buffer {
  return Buffer.from(canonicalForm(value));
}

/** RFC 8785 forbids halves of surrogate pairs. A database replaces them, so they are replaced before hashing. */
function canonicalForm(value: unknown): string {
  const text = JSON.stringify(value);
  return canonicalize(HALF_PAIR.test(text) ? JSON.parse(text.replaceAll(HALF_PAIRS, '\ufffd')) : value) ?? '';
}

/** How `JSON.stringify` writes half of a surrogate pair. A backslash in a text is written as two. */
const HALF_PAIR = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;
const HALF_PAIRS = /(?<=(?<!\\)(?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;
