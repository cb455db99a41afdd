import type { Store } from '../../src/model/store.js';

/** Methods that change nothing. */
const READS = /^(find|page|count|pending|read|all$|close$)/;

/**
 * The store of a process that dies after this many writes: every later write fails and has no effect. `written` counts the
 * writes that succeeded.
 */
export function dyingStore(store: Store, writes: number): { store: Store; written: () => number } {
  let left = writes;
  const guarded = (target: object): object =>
    new Proxy(target, {
      get: (of, name) => {
        const member: unknown = Reflect.get(of, name);
        if (typeof member === 'object' && member !== null) return guarded(member);
        if (typeof member !== 'function' || READS.test(String(name))) return member;
        return (...given: unknown[]): unknown => {
          if (left <= 0) return Promise.reject(new Error('the process is dead'));
          left -= 1;
          return Reflect.apply(member, of, given);
        };
      },
    });
  return { store: guarded(store) as Store, written: () => writes - left };
}

/** Whether the attempt failed, as it does in a process that dies. */
export function dies(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => false,
    () => true,
  );
}
