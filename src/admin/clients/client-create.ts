/*
 * This folder registers clients and manages their settings and secrets. It must not know how the endpoints in `oidc`
 * and `basic` apply the settings. Each setting is one entry in `settings/`, and `client-rules.ts` checks the settings
 * against each other. To understand this folder, read this file first.
 */

import { isStandardScope, knownScopes } from '../../access/claims/known-scopes.js';
import { reserveClientId } from '../../access/names/reserved-names.js';
import { newClientSecret } from '../../keys/client-secrets.js';
import { newOrderedId, newSecret, newShortId } from '../../keys/secrets.js';
import { check, insertion } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import { DEFAULT_ISSUER_ID } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { notFound, parseInput } from '../input-parser.js';
import { planPictureChange } from '../pictures/picture-change.js';
import { eventOf } from '../record-change.js';
import { checkImportedSecret, checkSettings, ensureKeys } from './client-checks.js';
import { clientDefaults } from './client-defaults.js';
import { type CreateClientInput, createClientInput } from './client-input.js';
import { needsSecret } from './client-needs.js';
import { type ClientSettings, fieldsOf, settingsOf } from './client-settings.js';
import { planProtectedHosts } from './forward-auth/protected-hosts.js';

/**
 * Registers an application or API as a client. If the client needs a secret, the secret is returned, and it cannot be
 * read again later.
 */
export async function createClient(
  deps: Deps,
  caller: AdminCaller,
  input: CreateClientInput,
): Promise<{ client: Client; clientSecret: string | undefined }> {
  checkPermission(caller, 'clients:write');
  const { id, issuerId, name, clientSecret, ...given } = parseInput(createClientInput, input);
  const issuer = await deps.store.issuers.find(issuerId ?? DEFAULT_ISSUER_ID);
  if (issuer === undefined) throw notFound('issuer', 'issuerId');
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value != null));
  const defaults = await withoutOlderScope(deps, clientDefaults(deps.config, chosen));
  const settings: ClientSettings = { ...defaults, ...chosen, name };
  await checkSettings(deps, caller, settings);
  await planPictureChange(deps, { field: 'logoUri', after: settings.logoUri });
  await ensureKeys(deps, issuer, settings);
  const generation = newSecret(deps.random);
  const imported = clientSecret ?? undefined;
  if (imported !== undefined) checkImportedSecret(settings, imported);
  const secret = needsSecret(settings) ? newClientSecret(deps, { generation }, imported) : undefined;
  const now = deps.clock.now();
  const client: Client = {
    ...fieldsOf(settings),
    id: id ?? newShortId(deps.random),
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    generation,
    issuerId: issuer.id,
    issuerGeneration: issuer.generation,
    grantEpoch: 0,
    secrets: secret === undefined ? [] : [secret.record],
    createdAt: now,
    updatedAt: now,
  };
  const event = eventOf(deps, caller, {
    type: 'CREATED',
    resource: 'client',
    resourceId: client.id,
    clientId: client.id,
    detail: { to: JSON.parse(JSON.stringify(settingsOf(client))) },
  });
  const isIssuer = check('issuers', { id: issuer.id, generation: issuer.generation });
  const reservation = await reserveClientId(deps, client.id);
  if (reservation === undefined) {
    throw new AdminError('ALREADY_EXISTS', 'This id is or was the id of a user. Choose a different id.', 'id');
  }
  const hosts = await planProtectedHosts(deps, client);
  if (!(await deps.store.commit([insertion('clients', client), reservation, ...hosts, isIssuer, event]))) {
    if ((await deps.store.issuers.find(issuer.id))?.generation !== issuer.generation)
      throw notFound('issuer', 'issuerId');
    await planProtectedHosts(deps, client);
    throw new AdminError('ALREADY_EXISTS', 'Another client or user has this id. Choose a different id.', 'id');
  }
  return { client, clientSecret: secret?.secret };
}

/**
 * Removes `groups` from the default scopes while a custom scope of an older version has this name, because what that
 * scope releases is not meant for every client.
 */
async function withoutOlderScope<T extends Pick<ClientSettings, 'scopes'>>(deps: Deps, defaults: T): Promise<T> {
  if (isStandardScope(await knownScopes(deps), 'groups')) return defaults;
  return { ...defaults, scopes: defaults.scopes.filter((scope) => scope !== 'groups') };
}
