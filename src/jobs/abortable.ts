import type { Deps } from '../model/deps.js';

/**
 * Returns the same dependencies for one run of a job. After the run is aborted, every call of the store is refused, so
 * that the run ends at its next step and writes nothing more, while the next run may already have begun.
 */
export function abortable(deps: Deps, signal: AbortSignal): Deps {
  return { ...deps, store: guarded(deps.store, signal) };
}

function guarded<T extends object>(target: T, signal: AbortSignal): T {
  return new Proxy(target, {
    get: (of, name) => {
      const member: unknown = Reflect.get(of, name);
      if (typeof member === 'object' && member !== null) return guarded(member, signal);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]): Promise<unknown> => {
        signal.throwIfAborted();
        return Reflect.apply(member, of, given);
      };
    },
  });
}
