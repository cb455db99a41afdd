import { equalInConstantTime, newSecret, sha256 } from '../../keys/secrets.js';
import type { Session } from '../../model/access/session.js';
import type { Deps } from '../../model/deps.js';
import { hasPassed, secondsAfter } from '../../model/time.js';

type Owner = Pick<Session, 'id'>;

/** For this many seconds, a page can show a new secret again, for example after the user has reloaded the page. */
const SECRET_SECONDS = 300;

/**
 * A submitted form is stored for this many seconds while its user signs in again. A sign-in must be complete in this
 * time.
 */
const FORM_SECONDS = 1800;

/** A longer form is not stored, so that no session can fill the database with forms. */
const MAX_FORM_CHARACTERS = 16_384;

/**
 * Stores a new secret in encrypted form, so that pages of this session can show the secret. Returns the id for
 * `findKept`.
 */
export async function keepSecret(deps: Deps, session: Owner, value: string): Promise<string> {
  const id = newSecret(deps.random);
  await keep(deps, { id, session, value }, SECRET_SECONDS);
  return id;
}

/**
 * Returns a value that is stored for this session. Returns `undefined` if the value has expired, was deleted, belongs
 * to another session, or was encrypted with a key that `SECRET_KEY` no longer contains.
 */
export async function findKept(deps: Deps, session: Owner, id: string): Promise<string | undefined> {
  const kept = await deps.store.keptValues.find(id);
  if (kept === undefined || kept.sessionId !== session.id) return undefined;
  if (hasPassed(kept.expiresAt, deps.clock.now())) return undefined;
  try {
    return deps.keys.open(kept.value, placeOf(session, id));
  } catch {
    return undefined;
  }
}

/** Deletes a secret that is stored for this session, after the user has confirmed that they saved the secret. */
export async function deleteKept(deps: Deps, session: Owner, id: string): Promise<void> {
  const kept = await deps.store.keptValues.find(id);
  if (kept?.sessionId === session.id) await deps.store.keptValues.delete(id);
}

/**
 * Keeps a form until its user has signed in again. A session has at most one such form, the newest. Returns a random
 * value that only our own pages get, so that no other site can continue the form. Returns `undefined` if the form is
 * too long.
 */
export async function keepForm(deps: Deps, session: Owner, form: URLSearchParams): Promise<string | undefined> {
  const text = form.toString();
  const id = formId(session);
  await deps.store.keptValues.delete(id);
  if (text.length > MAX_FORM_CHARACTERS) return undefined;
  const ticket = newSecret(deps.random);
  await keep(deps, { id, session, value: `${ticket} ${text}` }, FORM_SECONDS);
  return ticket;
}

export async function hasKeptForm(deps: Deps, session: Owner, ticket: string): Promise<boolean> {
  return (await findKeptForm(deps, session, ticket)) !== undefined;
}

/** Returns the form that waits in this session and deletes it. If several calls race, only one gets the form. */
export async function takeKeptForm(deps: Deps, session: Owner, ticket: string): Promise<URLSearchParams | undefined> {
  const form = await findKeptForm(deps, session, ticket);
  return form !== undefined && (await deps.store.keptValues.delete(formId(session))) ? form : undefined;
}

async function findKeptForm(deps: Deps, session: Owner, ticket: string): Promise<URLSearchParams | undefined> {
  const [kept = '', text = ''] = (await findKept(deps, session, formId(session)))?.split(' ') ?? [];
  return kept !== '' && equalInConstantTime(kept, ticket) ? new URLSearchParams(text) : undefined;
}

function formId({ id }: Owner): string {
  return sha256(JSON.stringify(['form', id]));
}

interface NewValue {
  readonly id: string;
  readonly session: Owner;
  readonly value: string;
}

async function keep(deps: Deps, { id, session, value }: NewValue, seconds: number): Promise<void> {
  await deps.store.keptValues.insert({
    id,
    sessionId: session.id,
    value: deps.keys.seal(value, placeOf(session, id)),
    expiresAt: secondsAfter(deps.clock.now(), seconds),
  });
}

function placeOf(session: Owner, id: string) {
  return { record: `kept:${session.id}:${id}`, field: 'value' };
}
