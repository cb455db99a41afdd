/*
 * This folder creates issuers, and deletes issuers together with their clients. `issuer-branding.ts` changes how the
 * pages of an issuer look. `issuer-default.ts` creates the default issuer at the first start of the server. The
 * functions that rotate the signing keys of issuers are in `../signing-keys`.
 */

import { z } from 'zod';
import { newOrderedId, newSecret, newShortId } from '../../keys/secrets.js';
import { commitPlan } from '../../model/change-record.js';
import { deletion, insertion } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import { DEFAULT_ISSUER_ID, type Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { everyRecord } from '../../model/every-record.js';
import { isSameGeneration } from '../../model/generation.js';
import { pictureIdOf } from '../../model/server/picture.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverClient } from '../authorization.js';
import { releaseHosts } from '../clients/forward-auth/protected-hosts.js';
import { chosenId, givenId, notFound, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';
import { brandingInput, mergeBranding, planLogoChanges } from './issuer-branding.js';

const createIssuerInput = z.object({
  id: chosenId.nullish(),
  slug: z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
      'must be 1 to 63 lower-case letters, digits and hyphens, and begin and end with a letter or digit',
    ),
  branding: brandingInput.nullish(),
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
  const { id, slug, branding } = parseInput(createIssuerInput, input);
  const issuer: Issuer = {
    id: id ?? newShortId(deps.random),
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    generation: newSecret(deps.random),
    slug,
    pairwiseSalt: newSecret(deps.random),
    branding: mergeBranding({}, branding ?? {}),
    createdAt: deps.clock.now(),
  };
  await planLogoChanges(deps, {}, issuer.branding);
  const event = eventOf(deps, caller, {
    type: 'CREATED',
    resource: 'issuer',
    resourceId: issuer.id,
    detail: { slug },
  });
  if (
    !(await deps.store.commit([insertion('issuers', issuer), await deps.keys.ringInsertion(issuer, 'RS256'), event]))
  ) {
    const field = (await deps.store.issuers.findBySlug(slug)) === undefined ? 'id' : 'slug';
    throw new AdminError(
      'ALREADY_EXISTS',
      `Another issuer already has this ${field}. Choose a different ${field}.`,
      field,
    );
  }
  return issuer;
}

const deleteIssuerInput = z.object({ id: givenId });

/**
 * Deletes an issuer. All clients, keys and tokens with the issuer's generation become invalid at once. This function
 * deletes the clients and the keys too; if the process stops before that, a job deletes them.
 */
export async function deleteIssuer(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteIssuerInput>,
): Promise<void> {
  checkPermission(caller, 'issuers:write');
  const { id } = parseInput(deleteIssuerInput, input);
  const issuer = await commitPlan(deps.store, async () => {
    const seen = await deps.store.issuers.find(id);
    if (seen === undefined) throw notFound('issuer', 'id');
    if (id === DEFAULT_ISSUER_ID)
      throw new AdminError(
        'CONFLICT',
        'The default issuer cannot be deleted. You can delete only issuers that an administrator created.',
        'id',
      );
    const clientIds: string[] = [];
    for await (const client of clientsOf(deps, seen)) {
      checkStrengthOverClient(caller, client);
      clientIds.push(client.id);
    }
    const detail = { slug: seen.slug ?? null, clientIds };
    const event = eventOf(deps, caller, { type: 'DELETED', resource: 'issuer', resourceId: id, detail });
    const logos = await planLogoChanges(deps, seen.branding);
    return { changes: [deletion('issuers', seen), ...logos, event], result: seen };
  });
  await deleteClients(deps, issuer);
  for (const ring of await deps.store.keyRings.findOfIssuer(issuer.generation))
    await deps.store.keyRings.delete(ring.id);
}

async function deleteClients(deps: Deps, issuer: Issuer): Promise<void> {
  for await (const client of clientsOf(deps, issuer)) {
    await deps.store.clients.delete(client.id);
    const logo = pictureIdOf(deps.config, client.logo_uri);
    if (logo !== undefined) await deps.store.pictures.delete(logo);
    await deps.store.permissions.deleteOfClient(client.generation);
    await deps.store.consents.deleteOfClient(client.generation);
    await releaseHosts(deps, client);
  }
}

async function* clientsOf(deps: Deps, issuer: Issuer): AsyncGenerator<Client> {
  for await (const client of everyRecord((request) => deps.store.clients.pageOfIssuer(issuer.id, request))) {
    if (isSameGeneration(client.issuerGeneration, issuer.generation)) yield client;
  }
}
