import { z } from 'zod';
import { newClientSecret } from '../../keys/client-secrets.js';
import { changeRecord } from '../../model/change-record.js';
import { type Client, type ClientSecret, liveSecrets } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { secondsAfter } from '../../model/time.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverClient } from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { recordChange } from '../record-change.js';

const MAX_SECRETS = 2;
const MAX_EXPIRE_SECONDS = 31_536_000;

const addClientSecretInput = z.object({
  clientId: givenId,
  expireOthersIn: z
    .int()
    .min(0, 'must not be negative')
    .max(MAX_EXPIRE_SECONDS, `must be at most ${MAX_EXPIRE_SECONDS}`)
    .nullish(),
});

/**
 * Adds a secret to a client and returns it. The secret cannot be read again later. The client's older secrets stay
 * valid, or expire after `expireOthersIn` seconds if this is set.
 */
export async function addClientSecret(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof addClientSecretInput>,
): Promise<{ client: Client; clientSecret: string }> {
  checkPermission(caller, 'clients:write');
  const { clientId, expireOthersIn } = parseInput(addClientSecretInput, input);
  let added: ReturnType<typeof newClientSecret> | undefined;
  const { after } = await changeRecord(deps.store.clients, clientId, absent('clientId'), (client) => {
    checkStrengthOverClient(caller, client);
    const others = remaining(deps, client, expireOthersIn ?? undefined);
    if (others.length >= MAX_SECRETS) {
      throw new AdminError(
        'CONFLICT',
        `The client already has ${MAX_SECRETS} secrets, which is the maximum. Remove one before you add another.`,
      );
    }
    added = newClientSecret(deps, client);
    return { secrets: [...others, added.record], updatedAt: deps.clock.now() };
  });
  if (added === undefined) throw new Error('The client was saved without the new secret. This is a bug.');
  await recordSecrets(deps, caller, after, {
    addedSecret: added.record.id,
    ...(expireOthersIn != null && { expireOthersIn }),
  });
  return { client: after, clientSecret: added.secret };
}

/**
 * Returns the client's secrets that are still valid. If `expireIn` is set, each returned secret expires at the latest
 * this many seconds from now.
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
  const { after } = await changeRecord(deps.store.clients, clientId, absent('clientId'), (client) => {
    checkStrengthOverClient(caller, client);
    const secrets = client.secrets.filter(({ id }) => id !== secretId);
    if (secrets.length === client.secrets.length) throw notFound('secret', 'secretId');
    return { secrets, updatedAt: deps.clock.now() };
  });
  await recordSecrets(deps, caller, after, { removedSecret: secretId });
  return after;
}

function absent(field: string) {
  return () => notFound('client', field);
}

function recordSecrets(deps: Deps, caller: AdminCaller, client: Client, detail: Record<string, string | number>) {
  return recordChange(deps, caller, {
    type: 'UPDATED',
    resource: 'client',
    resourceId: client.id,
    clientId: client.id,
    detail: { changed: ['secrets'], ...detail },
  });
}
