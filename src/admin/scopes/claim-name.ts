import { RESERVED_CLAIMS } from '../../model/people/claims.js';

/** Returns the reason why a custom claim cannot have this name, or `undefined` if the name is allowed. */
export function claimNameProblem(name: string): string | undefined {
  if (RESERVED_CLAIMS.has(name)) return 'is a name that the protocols reserve. Choose another name';
  return /^[\x21-\x7e]{1,128}$/.test(name) ? undefined : 'must have a name of 1 to 128 visible ASCII characters';
}
