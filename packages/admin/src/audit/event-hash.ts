import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

type Members = Readonly<Record<string, unknown>>;

/** An event in an export, as the API returns it. */
export interface ExportedEvent {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly sequence: number | null;
  readonly hash: string | null;
  readonly detail: Members;
  readonly salts: Readonly<Record<string, string>>;
  readonly erased: Readonly<Record<string, string>>;
}

/**
 * Computes the hash of an event from the hash of the event before it: SHA-256 of the canonical form (RFC 8785), in
 * base64url. The form has no members that are null, and digests in place of the values that have a salt.
 */
export function hashOf(event: ExportedEvent, previous: string): string {
  const { salts, erased, hash: _hash, ...facts } = event;
  const present = Object.entries(facts).filter(([, value]) => value !== null);
  let rest: Members = Object.fromEntries(present);
  const personal: Record<string, string> = { ...erased };
  for (const [path, salt] of Object.entries(salts)) {
    const names = path.split('.');
    const value = valueAt(rest, names);
    if (value === undefined) continue;
    personal[path] = sha256(Buffer.from(salt, 'base64url'), Buffer.from(canonicalForm(value)));
    rest = without(rest, names);
  }
  return sha256(Buffer.from(canonicalForm({ ...rest, personal, previous })));
}

function valueAt(part: unknown, [name, ...others]: readonly string[]): unknown {
  if (name === undefined) return part;
  return typeof part === 'object' && part !== null ? valueAt((part as Members)[name], others) : undefined;
}

function without(part: Members, [name = '', ...others]: readonly string[]): Members {
  const { [name]: member, ...kept } = part;
  return others.length === 0 ? kept : { ...kept, [name]: without(member as Members, others) };
}

function sha256(...parts: readonly Uint8Array[]): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('base64url');
}

/** RFC 8785 forbids halves of surrogate pairs, and the server replaces them before hashing. */
function canonicalForm(value: unknown): string {
  return canonicalize(wellFormed(value)) ?? '';
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toWellFormed(), wellFormed(member)]));
}
