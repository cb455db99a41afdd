import { StoreUnavailableError } from '../../src/model/errors.js';
import type { Store } from '../../src/model/store.js';

/** Decides whether a call of the store fails. `name` is the method with its store, such as `users.find` or `commit`. */
export type Fails = (name: string) => boolean;

/** What a database in trouble reports, which no response may contain. */
export const DATABASE_MESSAGE = 'SQLITE_FULL at /var/lib/secret/passgraph.db';

/**
 * The same store, but calls that `fails` chooses throw a StoreUnavailableError and have no effect. If the outcome is
 * `silence`, they never end.
 */
export function failingStore(store: Store, fails: Fails, outcome: 'none' | 'unknown' | 'silence' = 'none'): Store {
  const guarded = (target: object, prefix: string): object =>
    new Proxy(target, {
      get: (of, name) => {
        const member: unknown = Reflect.get(of, name);
        const path = `${prefix}${String(name)}`;
        if (typeof member === 'object' && member !== null) return guarded(member, `${path}.`);
        if (typeof member !== 'function' || path === 'close') return member;
        return (...given: unknown[]): unknown => (fails(path) ? trouble(outcome) : Reflect.apply(member, of, given));
      },
    });
  return guarded(store, '') as Store;
}

function trouble(outcome: 'none' | 'unknown' | 'silence'): Promise<never> {
  return outcome === 'silence'
    ? new Promise(() => undefined)
    : Promise.reject(new StoreUnavailableError(outcome, { cause: new Error(DATABASE_MESSAGE) }));
}
