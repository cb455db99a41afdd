import { hash } from 'node:crypto';

/** The id of the record that reserves a name. `access/names/reserved-names.ts` computes the same. */
export function nameDigest(kind: 'subject' | 'former username', name: string): string {
  return hash('sha256', JSON.stringify([kind, name]), 'base64url');
}
