import { z } from 'zod';
import { newClientSecret } from '../../keys/client-secrets.js';
import { commitPlan, type Plan } from '../../model/change-record.js';
import { recordAfter, update } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import { type ClientSecret, liveSecrets } from '../../model/clients/client-secret.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { secondsAfter } from '../../model/time.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverClient } from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';
import { checkImportedSecret } from './client-checks.js';
import { importedSecret } from './client-input.js';
import { settingsOf } from './client-settings.js';

const MAX_SECRETS = 2;
const MAX_EXPIRE_SECONDS = 31_536_000;

const addClientSecretInput = z.object({
  clientId: givenId,
  expireOthersIn: z
    .int()
    .min(0, 'must not be negative')
    .max(MAX_EXPIRE_SECONDS, `must be at most ${MAX_EXPIRE_SECONDS}`)
    .nullish(),
  clientSecret: importedSecret.nullish(),
});

/**
 * Adds a secret to a client and returns it: the given one, or else a random one. The secret cannot be read again later. If `expireOthersIn` is set, the
 * client's older secrets expire after this many seconds; otherwise they keep their expiry.
 */
export async function addClientSecret(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof addClientSecretInput>,
): Promise<{ client: Client; clientSecret: string }> {
  checkPermission(caller, 'clients:write');
  const { clientId, expireOthersIn, clientSecret } = parseInput(addClientSecretInput, input);
  return commitPlan(deps.store, async () => {
    const client = await getClient(deps, caller, clientId);
    if (clientSecret != null) checkImportedSecret(settingsOf(client), clientSecret);
    const others = remaining(deps, client, expireOthersIn ?? undefined);
    if (others.length >= MAX_SECRETS) {
      throw new AdminError(
        'CONFLICT',
        `The client already has ${MAX_SECRETS} secrets, which is the maximum. Remove a secret before you add another secret.`,
      );
    }
    const { record, secret } = newClientSecret(deps, client, clientSecret ?? undefined);
    const detail = {
      addedSecret: record.id,
      ...(clientSecret != null && { imported: true }),
      ...(expireOthersIn != null && { expireOthersIn }),
    };
    const { changes, result } = planSecrets(deps, caller, client, { secrets: [...others, record], detail });
    return { changes, result: { client: result, clientSecret: secret } };
  });
}

async function getClient(deps: Deps, caller: AdminCaller, id: string): Promise<Client> {
  const client = await deps.store.clients.find(id);
  if (client === undefined) throw notFound('client', 'clientId');
  checkStrengthOverClient(caller, client);
  return client;
}

interface NewSecrets {
  readonly secrets: readonly ClientSecret[];
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

function planSecrets(deps: Deps, caller: AdminCaller, client: Client, { secrets, detail }: NewSecrets): Plan<Client> {
  const changes = { secrets, updatedAt: deps.clock.now() };
  const event = eventOf(deps, caller, {
    type: 'UPDATED',
    resource: 'client',
    resourceId: client.id,
    clientId: client.id,
    detail: { changed: ['secrets'], ...detail },
  });
  return { changes: [update('clients', client, changes), event], result: recordAfter(client, changes) };
}

/**
 * Returns the client's secrets that are valid. If `expireIn` is set, the returned copies expire at the latest this many
 * seconds from now.
 */
function remaining(deps: Deps, client: Client, expireIn: number | undefined): ClientSecret[] {
  const now = deps.clock.now();
  const valid = liveSecrets(client, now);
  if (expireIn === undefined) return valid;
  const end = secondsAfter(now, expireIn).getTime();
  const shortened = valid.map((secret) => ({ ...secret, expiresAt: Math.min(secret.expiresAt ?? end, end) }));
  return liveSecrets({ secrets: shortened }, now);
}

const removeClientSecretInput = z.object({ clientId: givenId, secretId: givenId });

/** Removes a secret from a client. Requests that use the secret are rejected from then on. */
export async function removeClientSecret(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof removeClientSecretInput>,
): Promise<Client> {
  checkPermission(caller, 'clients:write');
  const { clientId, secretId } = parseInput(removeClientSecretInput, input);
  return commitPlan(deps.store, async () => {
    const client = await getClient(deps, caller, clientId);
    const secrets = client.secrets.filter(({ id }) => id !== secretId);
    if (secrets.length === client.secrets.length) throw notFound('secret', 'secretId');
    return planSecrets(deps, caller, client, { secrets, detail: { removedSecret: secretId } });
  });
}
