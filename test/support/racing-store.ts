import type { Store } from '../../src/model/store.js';

/** The same store, which runs `race` once, just before the first change set is committed. */
export function racingStore(store: Store, race: () => Promise<unknown>): Store {
  let isRun = false;
  return {
    ...store,
    commit: async (changes) => {
      if (!isRun) {
        isRun = true;
        await race();
      }
      return store.commit(changes);
    },
  };
}
