import type { Store } from '../../src/model/store.js';

/** Stores that the server caches. */
const CACHED = ['clients', 'issuers', 'scopes', 'keyRings', 'protectedHosts'];

/** The same store, which adds each round trip to `calls` as `store.method`. */
export function countingStore(store: Store, calls: string[]): Store {
  return new Proxy(store, {
    get: (target, name: string) => {
      const value = Reflect.get(target, name) as object;
      if (typeof value === 'function') return noted(calls, name, value.bind(target));
      if (CACHED.includes(name)) return value;
      return new Proxy(value, {
        get: (stored, method: string) => noted(calls, `${name}.${method}`, Reflect.get(stored, method).bind(stored)),
      });
    },
  });
}

function noted(calls: string[], name: string, method: (...args: unknown[]) => unknown) {
  return (...args: unknown[]): unknown => {
    calls.push(name);
    return method(...args);
  };
}
