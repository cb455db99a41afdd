/*
 * This folder rotates signing keys when an administrator requests it, and checks or renews the encryption of stored
 * secrets. The cryptography is in `src/keys`. The job that rotates signing keys at their maximum age is in `src/jobs`.
 */

import { z } from 'zod';
import { DEFAULT_ISSUER_ID, type Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { ASYMMETRIC_ALGS, SIGNING_ALGS } from '../../model/server/signing-key.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { givenId, invalid, notFound, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';

const rotateSigningKeyInput = z.object({
  issuerId: givenId.nullish(),
  alg: z.enum(SIGNING_ALGS),
  compromised: z.boolean().nullish(),
});

/**
 * Retires the active signing key of an issuer and activates the next key. Throws `CONFLICT` if the next key was
 * published so recently that clients may not know it yet. If `compromised` is set, the active key is removed at once,
 * so the tokens that it signed become invalid.
 */
export async function rotateSigningKey(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof rotateSigningKeyInput>,
): Promise<Issuer> {
  checkPermission(caller, 'issuers:write');
  const { issuerId, alg: name, compromised } = parseInput(rotateSigningKeyInput, input);
  const alg = ASYMMETRIC_ALGS.find((asymmetric) => asymmetric === name);
  if (alg === undefined)
    throw invalid('alg', 'must not be HS256, because the keys for HS256 are the secrets of the clients');
  const issuer = await deps.store.issuers.find(issuerId ?? DEFAULT_ISSUER_ID);
  if (issuer === undefined) throw notFound('issuer', 'issuerId');
  const event = (kids: { from: string | null; to: string | null }) =>
    eventOf(deps, caller, {
      type: 'SIGNING_KEY_ROTATED',
      resource: 'issuer',
      resourceId: issuer.id,
      detail: { alg, compromised: compromised === true, ...kids },
    });
  const outcome = await deps.keys.rotate(issuer, alg, { compromised: compromised === true, event });
  if (outcome === 'absent') throw notFound('signing key for this algorithm', 'alg');
  if (outcome === 'tooEarly') {
    throw new AdminError(
      'CONFLICT',
      'The next key was published so recently that clients may not know it yet. Try again later. If the active key is compromised, set `compromised` to true to replace it at once.',
    );
  }
  return issuer;
}
