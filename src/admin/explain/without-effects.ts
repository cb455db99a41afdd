import type { Deps } from '../../model/deps.js';
import type { Store } from '../../model/store.js';

/** The methods of stores that change nothing. */
const READS = /^(find|page|count|read|all$)/;

/**
 * Returns `deps` with which code can decide but not act: it can read records and verify signatures with stored keys.
 * Everything else throws, because an explanation must not write, fetch, sign, or count towards a limit.
 */
export function withoutEffects(deps: Deps): Deps {
  const { open, digest, verifyOwn } = deps.keys;
  const keys = new Proxy({ open, digest, verifyOwn } as Deps['keys'], {
    get: (allowed, name) => Reflect.get(allowed, name) ?? refuse(`keys.${String(name)}`),
  });
  return {
    config: deps.config,
    clock: deps.clock,
    random: deps.random,
    store: onlyReads(deps.store, 'store') as unknown as Store,
    keys,
    fetch: refuse('fetch'),
    audit: onlyReads(deps.audit, 'audit'),
    clientUses: { add: refuse('clientUses.add'), store: refuse('clientUses.store') },
    limits: onlyReads(deps.limits, 'limits'),
    pictures: { convert: refuse('pictures.convert'), toPng: refuse('pictures.toPng') },
    reloadSettings: refuse('reloadSettings'),
    log: SILENT,
  };
}

/** The caller of an explanation gets what the log would contain. */
const SILENT: Deps['log'] = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

function onlyReads<T extends object>(target: T, path: string): T {
  return new Proxy(target, {
    get: (from, property) => {
      const name = String(property);
      const value: unknown = Reflect.get(from, property);
      if (typeof value === 'object' && value !== null) return onlyReads(value, `${path}.${name}`);
      if (typeof value !== 'function') return value;
      return READS.test(name) ? value.bind(from) : refuse(`${path}.${name}`);
    },
  });
}

function refuse(what: string): () => never {
  return () => {
    throw new Error(`An explanation tried to use ${what}, which can have an effect. This is a bug.`);
  };
}
