import { RESERVED_CLAIMS } from '../../model/people/claims.js';

/** Why a claim about a user cannot have this name; `undefined` if it can. */
export function claimNameProblem(name: string): string | undefined {
  if (RESERVED_CLAIMS.has(name)) return 'is a name that the protocols use';
  return /^[\x21-\x7e]{1,128}$/.test(name) ? undefined : 'must have a name of 1 to 128 visible ASCII characters';
}
