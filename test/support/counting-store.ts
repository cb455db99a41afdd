import type { Store } from '../../src/model/store.js';

/** Nouns that are read from memory, in the process as it runs. */
const REMEMBERED = ['clients', 'issuers', 'scopes', 'keyRings'];

/** The same store, noting each round trip as `noun.verb`. */
export function countingStore(store: Store, calls: string[]): Store {
  return new Proxy(store, {
    get: (target, noun: string) => {
      const value = Reflect.get(target, noun) as object;
      if (typeof value === 'function') return noted(calls, noun, value.bind(target));
      if (REMEMBERED.includes(noun)) return value;
      return new Proxy(value, {
        get: (stored, verb: string) => noted(calls, `${noun}.${verb}`, Reflect.get(stored, verb).bind(stored)),
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
