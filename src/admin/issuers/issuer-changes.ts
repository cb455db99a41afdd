/*
 * This folder creates issuers, and deletes issuers together with their clients. `issuer-default.ts` creates the default
 * issuer at the first start of the server. `../signing-keys` rotates the signing keys of issuers.
 */

import { z } from 'zod';
import { newOrderedId, newSecret, newShortId } from '../../keys/secrets.js';
import { deleteRecord } from '../../model/change-record.js';
import { DEFAULT_ISSUER_ID, type Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { everyRecord } from '../../model/every-record.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverClient } from '../authorization.js';
import { chosenId, givenId, notFound, parseInput } from '../input-parser.js';
import { recordChange } from '../record-change.js';

const createIssuerInput = z.object({
  id: chosenId.nullish(),
  slug: z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
      'must be 1 to 63 lower-case letters, digits and hyphens, and begin and end with a letter or digit',
    ),
});

/**
 * Creates an issuer with a signing key. The URL of the issuer is the URL of the server, followed by `/i/` and the slug.
 */
export async function createIssuer(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof createIssuerInput>,
): Promise<Issuer> {
  checkPermission(caller, 'issuers:write');
  const { id, slug } = parseInput(createIssuerInput, input);
  const issuer: Issuer = {
    id: id ?? newShortId(deps.random),
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    generation: newSecret(deps.random),
    slug,
    pairwiseSalt: newSecret(deps.random),
    createdAt: deps.clock.now(),
  };
  if (!(await deps.store.issuers.insert(issuer))) {
    const field = (await deps.store.issuers.findBySlug(slug)) === undefined ? 'id' : 'slug';
    throw new AdminError(
      'ALREADY_EXISTS',
      `Another issuer already has this ${field}. Choose a different ${field}.`,
      field,
    );
  }
  await deps.keys.ensureRing(issuer, 'RS256');
  await recordChange(deps, caller, {
    type: 'CREATED',
    resource: 'issuer',
    resourceId: issuer.id,
    detail: { slug },
  });
  return issuer;
}

const deleteIssuerInput = z.object({ id: givenId });

/**
 * Deletes an issuer. The issuer's own record is deleted first, which invalidates the clients, keys and tokens with the
 * issuer's generation.
 */
export async function deleteIssuer(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteIssuerInput>,
): Promise<void> {
  checkPermission(caller, 'issuers:write');
  const { id } = parseInput(deleteIssuerInput, input);
  const absent = () => notFound('issuer', 'id');
  const issuer = await deleteRecord(deps.store.issuers, id, absent, async () => {
    if (id === DEFAULT_ISSUER_ID)
      throw new AdminError(
        'CONFLICT',
        'The default issuer cannot be deleted. You can delete only issuers that an administrator created.',
        'id',
      );
    for await (const client of clientsOf(deps, id)) checkStrengthOverClient(caller, client);
  });
  const clientIds = await deleteClients(deps, issuer);
  for (const ring of await deps.store.keyRings.findOfIssuer(issuer.generation))
    await deps.store.keyRings.delete(ring.id);
  await recordChange(deps, caller, {
    type: 'DELETED',
    resource: 'issuer',
    resourceId: id,
    detail: { slug: issuer.slug ?? null, clientIds },
  });
}

async function deleteClients(deps: Deps, issuer: Issuer): Promise<string[]> {
  const ids: string[] = [];
  for await (const client of clientsOf(deps, issuer.id)) {
    if (client.issuerGeneration !== issuer.generation) continue;
    await deps.store.clients.delete(client.id);
    await deps.store.permissions.deleteOfClient(client.generation);
    await deps.store.consents.deleteOfClient(client.generation);
    ids.push(client.id);
  }
  return ids;
}

function clientsOf(deps: Deps, issuerId: string) {
  return everyRecord((request) => deps.store.clients.pageOfIssuer(issuerId, request));
}
