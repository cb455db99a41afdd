import { handleText, newSecret, sha256 } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import type { Replacement, Token } from '../../model/tokens/token.js';
import { newTokenId, type RefreshToken } from '../tokens/refresh-token.js';

/**
 * Chooses the values from which the successor of a refresh token is derived. The caller stores these values in the
 * record of the replaced token before it issues the successor.
 */
export function planSuccessor(deps: Deps, jkt: string | undefined): Pick<Replacement, 'successorId' | 'successor'> {
  const facts = { salt: newSecret(deps.random), keyId: deps.keys.successorKeyId };
  return { successorId: newTokenId(deps), successor: { ...facts, ...(jkt !== undefined && { jkt }) } };
}

/**
 * Derives the successor of a refresh token from the values in the record of the replaced token. Returns `undefined` if
 * `SECRET_KEY` no longer contains the key for this, or if Passgraph 0.1 replaced the token.
 */
export function deriveSuccessor(deps: Deps, presentedSecret: string, token: Token): RefreshToken | undefined {
  const { successorId: id, successor } = token;
  if (id === undefined || successor === undefined) return undefined;
  const secret = deps.keys.deriveSuccessorSecret(presentedSecret, { id, ...successor });
  if (secret === undefined) return undefined;
  const record = successorRecord(deps, token, id);
  const bound = successor.jkt === undefined ? record : { ...record, jkt: successor.jkt };
  return { text: handleText({ id, secret }), record: { ...bound, secretHash: sha256(secret) } };
}

/** RFC 6749 §6: a new refresh token has the same scope as the token that it replaces. */
function successorRecord(deps: Deps, token: Token, id: string): Token {
  const { grantId, issuerId, clientId, clientGeneration, scopes, audience, expiresAt } = token;
  const facts = { grantId, issuerId, clientId, clientGeneration, scopes, audience, expiresAt };
  return { ...facts, id, kind: 'refresh', secretHash: '', createdAt: deps.clock.now() };
}

/** Returns the successors of a replaced refresh token. A successor that no process has stored yet is left out. */
export async function findSuccessors(deps: Deps, token: Token): Promise<Token[]> {
  const found = await Promise.all(successorIdsOf(token).map((id) => deps.store.tokens.find(id)));
  return found.filter((successor) => successor !== undefined);
}

function successorIdsOf({ successorId, successorIds = [] }: Token): readonly string[] {
  return successorId === undefined ? successorIds : [successorId];
}

/** Stores a successor if it is not stored yet. Returns `false` if another request has retired the successor. */
export async function storeSuccessor(deps: Deps, record: Token): Promise<boolean> {
  if (await deps.store.tokens.insert(record)) return true;
  const stored = await deps.store.tokens.find(record.id);
  return stored !== undefined && stored.endedAt === undefined;
}

/**
 * Retires the successors of a refresh token, so that they can no longer be used. Returns `false` if a successor was
 * used already.
 */
export async function retireSuccessors(deps: Deps, token: Token): Promise<boolean> {
  for (const id of successorIdsOf(token)) if (!(await retire(deps, token, id))) return false;
  return true;
}

/** A successor that is not stored yet is stored as retired, so that a slow process can no longer issue it. */
async function retire(deps: Deps, token: Token, id: string): Promise<boolean> {
  const endedAt = deps.clock.now();
  if (await deps.store.tokens.insert({ ...successorRecord(deps, token, id), endedAt })) return true;
  if (await deps.store.tokens.retire(id, endedAt)) return true;
  return (await deps.store.tokens.find(id))?.replacedAt === undefined;
}
