import { z } from 'zod';
import { newClientSecret } from '../../keys/client-secrets.js';
import { changeRecord } from '../../model/change-record.js';
import { type Client, type ClientSecret, liveSecrets } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { secondsAfter } from '../../model/time.js';
import type { AdminCaller } from '../admin-caller.js';
import { requirePermission, requireStrengthOverClient } from '../authorization.js';
import { givenId, notFound, parseInput } from '../parse-input.js';
import { recordChange } from '../record-change.js';

const MOST_SECRETS = 2;
const ONE_YEAR = 31_536_000;

const addClientSecretInput = z.object({
  clientId: givenId,
  expireOthersIn: z.int().min(0, 'must not be negative').max(ONE_YEAR, `must be at most ${ONE_YEAR}`).nullish(),
});

/** Gives a client one more secret, shown this once; those that stand live on, or expire in so many seconds. */
export async function addClientSecret(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof addClientSecretInput>,
): Promise<{ client: Client; clientSecret: string }> {
  requirePermission(caller, 'clients:write');
  const { clientId, expireOthersIn } = parseInput(addClientSecretInput, input);
  let made: ReturnType<typeof newClientSecret> | undefined;
  const { after } = await changeRecord(deps.store.clients, clientId, absent('clientId'), (client) => {
    requireStrengthOverClient(caller, client);
    const others = remaining(deps, client, expireOthersIn ?? undefined);
    if (others.length >= MOST_SECRETS) {
      throw new AdminError('CONFLICT', `A client has at most ${MOST_SECRETS} secrets. Remove one first.`);
    }
    made = newClientSecret(deps, client);
    return { secrets: [...others, made.record], updatedAt: deps.clock.now() };
  });
  if (made === undefined) throw new Error('A secret was added, but none was made.');
  await recordSecrets(deps, caller, after, {
    addedSecret: made.record.id,
    ...(expireOthersIn != null && { expireOthersIn }),
  });
  return { client: after, clientSecret: made.secret };
}

/** Those that live on beside a new one, with their end where it was brought nearer. */
function remaining(deps: Deps, client: Client, expireIn: number | undefined): ClientSecret[] {
  const now = deps.clock.now();
  const standing = liveSecrets(client, now);
  if (expireIn === undefined) return standing;
  const end = secondsAfter(now, expireIn).getTime();
  const shortened = standing.map((secret) => ({ ...secret, expiresAt: Math.min(secret.expiresAt ?? end, end) }));
  return liveSecrets({ secrets: shortened }, now);
}

const removeClientSecretInput = z.object({ clientId: givenId, secretId: givenId });

/** Takes a secret from a client: it verifies nothing any more. */
export async function removeClientSecret(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof removeClientSecretInput>,
): Promise<Client> {
  requirePermission(caller, 'clients:write');
  const { clientId, secretId } = parseInput(removeClientSecretInput, input);
  const { after } = await changeRecord(deps.store.clients, clientId, absent('clientId'), (client) => {
    requireStrengthOverClient(caller, client);
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
