import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { signInAt } from '../people.js';
import { answerConsent, type Read, registerPerson } from '../relying-party.js';
import type { KeptChain } from './facts.js';
import { type MadePerson, type Making, mutate, personOf } from './making.js';

export const OFFLINE = { scope: 'openid email offline_access' };

/** Refresh chains in every state, a consent, an ended session that a client is still to hear of, and recovery codes. */
export async function fillGrants(making: Making): Promise<void> {
  const { chains, side } = making;
  const ada = personOf(making, 'ada');
  const grace = personOf(making, 'grace');
  const linus = personOf(making, 'linus');
  const chainOf = async (person: MadePerson, client: string, rotations: number, dpopKey?: JWK): Promise<KeptChain> => {
    const tokens = [(await side.tokensOf(person, client, OFFLINE, dpopKey)).refresh_token];
    for (let rotation = 0; rotation < rotations; rotation += 1) {
      const { refresh_token } = accepted(await side.refresh(client, tokens.at(-1) ?? '', dpopKey));
      tokens.push(String(refresh_token));
    }
    return { client, tokens, ...(dpopKey !== undefined && { dpopKey }) };
  };
  chains.unrotated = await chainOf(ada, 'wiki', 0);
  chains.rotatedOnce = await chainOf(ada, 'wiki', 1);
  chains.answerLost = await chainOf(ada, 'wiki', 1);
  chains.rotatedTwice = await chainOf(ada, 'wiki', 2);
  chains.stolen = await chainOf(ada, 'wiki', 2);
  chains.publicWithDpop = await chainOf(ada, 'spa', 1, await makeDpopKey());
  chains.confidentialWithDpop = await chainOf(ada, 'vault', 0, await makeDpopKey());
  chains.ofGroupMember = await chainOf(grace, 'members', 1);
  chains.ofPermittedUser = await chainOf(linus, 'members', 0);
  chains.ofOtherIssuer = await chainOf(ada, 'shop-app', 1);
  await consent(making, ada);
  chains.withConsent = await chainOf(ada, 'consenting', 0);
  chains.revoked = await chainOf(ada, 'wiki', 0);
  accepted(await side.post('wiki', '/oidc/revoke', { token: chains.revoked.tokens[0] }));
  making.deadTokens.revokedRefresh = { token: chains.revoked.tokens[0] ?? '', asker: 'wiki' };
}

/** The body of an answer that is no error. */
export function accepted({ status, text, body }: Read): Record<string, unknown> {
  if (status !== 200 && status !== 201) throw new Error(`${status} ${text}`);
  return body as Record<string, unknown>;
}

export async function makeDpopKey(): Promise<JWK> {
  return exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey);
}

async function consent({ side }: Making, person: MadePerson): Promise<void> {
  const page = await side.authorize(person, 'consenting', OFFLINE);
  const { code } = await answerConsent(person, page, 'allow');
  if (code === undefined) throw new Error('The consent led to no code.');
}

/** The ten codes of a new person, shown this once. */
export async function makeRecoveryCodes(making: Making): Promise<readonly string[]> {
  const { agent } = personOf(making, 'ruth');
  await signInAt(personOf(making, 'ruth'), new URL('/login', making.app.origin));
  const made = await agent.postForm('/account', { action: 'create-recovery-codes' });
  const { text } = await agent.get(made.location?.href ?? '');
  const codes = text.match(/([0-9A-Z]{4}-){3}[0-9A-Z]{4}/g) ?? [];
  if (codes.length !== 10) throw new Error(text);
  return codes;
}

/** A session that was revoked while its client does not answer. */
export async function endSession(making: Making): Promise<{ clientId: string; sid: string }> {
  const guest = await registerPerson(making.app, { username: 'guest' });
  const { id_token } = await making.side.tokensOf(guest, 'wiki');
  const { sid } = JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string };
  await mutate(making, 'revokeSession', { id: sid }, 'deleted');
  return { clientId: 'wiki', sid };
}
