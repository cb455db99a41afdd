import type { Database } from './database.js';
import { PROBE_ID, probes } from './entities/server/probes.js';

/** Makes `Store.probe`, which looks for free space, and reads and writes one small record. */
export function probeOf(database: Database): (now: Date) => Promise<void> {
  return async (now) => {
    await database.checkFreeSpace();
    const where = { id: PROBE_ID };
    const [found] = await database.select(probes, { where, limit: 1 });
    // Another process may insert the record at the same time. That process has then written it.
    if (found === undefined) await database.insert(probes, { id: PROBE_ID, at: now });
    else await database.update(probes, where, { at: now });
  };
}
