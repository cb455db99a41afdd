import pMap from 'p-map';
import { type Installed, install } from './install.js';
import type { Software } from './software.js';

/** The machine has two processors. */
const INSTALLATIONS_AT_ONCE = 2;

/** Installs the software that has its settings in `test/long/FOLDER`. What is installed already takes no time. */
export function installAll(folder: string, all: readonly Software[]): Promise<Installed[]> {
  return pMap(all, (software) => prepare(folder, software), { concurrency: INSTALLATIONS_AT_ONCE });
}

async function prepare(folder: string, { name, find, lacks }: Software): Promise<Installed> {
  const missing = lacks?.();
  if (missing !== undefined) return { folder: '', lacks: missing, command: [] };
  return find?.() ?? install(`test/long/${folder}/${name}`);
}
