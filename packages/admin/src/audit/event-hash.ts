import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

type Members = Readonly<Record<string, unknown>>;

/** An event in an export, as the API returns it. */
export interface ExportedEvent {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly sequence: number;
  readonly hash: string;
  readonly detail: Members;
  readonly salts: Readonly<Record<string, string>>;
  readonly erased: Readonly<Record<string, string>>;
}

/** Members of the hashed form. An event that has them itself could hide its own from the hash. */
const RESERVED = ['personal', 'previous'];

/**
 * Computes the hash of an event from the hash of the event before it: SHA-256 of the canonical form (RFC 8785), in
 * base64url. The form has no members that are null, and digests in place of the values that have a salt. Returns
 * `undefined` if a part of the event would not be in the hash, or if the event has no canonical form.
 */
export function hashOf(event: ExportedEvent, previous: string): string | undefined {
  const { salts, erased, hash: _hash, ...facts } = event;
  if (RESERVED.some((name) => Object.hasOwn(facts, name))) return undefined;
  let rest: Members = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
  const digests: [string, string][] = [];
  try {
    for (const [path, salt] of Object.entries(salts)) {
      const names = path.split('.');
      const value = valueAt(rest, names);
      const bytes = Buffer.from(salt, 'base64url');
      if (value === undefined || Object.hasOwn(erased, path) || bytes.toString('base64url') !== salt) return undefined;
      digests.push([path, sha256(bytes, Buffer.from(canonicalForm(value)))]);
      rest = without(rest, names);
    }
    const personal = Object.fromEntries([...Object.entries(erased), ...digests]);
    return sha256(Buffer.from(canonicalForm({ ...rest, personal, previous })));
  } catch {
    return undefined;
  }
}

function valueAt(part: unknown, [name, ...others]: readonly string[]): unknown {
  if (name === undefined) return part;
  if (typeof part !== 'object' || part === null || !Object.hasOwn(part, name)) return undefined;
  return valueAt((part as Members)[name], others);
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
