import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';

/** A store of its own for a test, in memory. Close it afterwards. */
export const openMemoryStore = (): Promise<Store> => openStore({ kind: 'sqlite', path: ':memory:' });
