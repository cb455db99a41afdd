import { COUNT } from './compare.js';
import { WORKERS } from './measure.js';
import { printConsole } from './parts/console.js';
import { printGrowth } from './parts/growth.js';
import { printLists } from './parts/lists.js';
import { printMongodb } from './parts/mongodb.js';
import { printPages } from './parts/pages.js';
import { printProfile } from './parts/profile.js';
import { printRatios } from './parts/ratios.js';
import { printRsa } from './parts/rsa.js';
import { printVersions } from './parts/versions.js';
import { printed } from './report/print-table.js';
import { writeTables } from './report/speed-page.js';
import { printRoundTrips } from './round-trips.js';

/** What `npm run bench` runs. `npm run bench -- growth` runs one part. */
const parts = {
  ratios: printRatios,
  rsa: printRsa,
  'round-trips': printRoundTrips,
  growth: printGrowth,
};

/** Parts that run only if they are named: they take long, or need something that not every machine has. */
const others = {
  pages: printPages,
  lists: printLists,
  mongodb: printMongodb,
  versions: printVersions,
  profile: printProfile,
  console: printConsole,
};
const known: Readonly<Record<string, () => Promise<void>>> = { ...parts, ...others };

/** With the word `page`, each printed table is also written into `docs/speed.md`. */
const PAGE = 'page';
const words = process.argv.slice(2);
const named = words.filter((word) => word !== PAGE);
const mistake = findMistake();
if (mistake !== undefined) {
  console.error(mistake);
  process.exit(1);
}
for (const name of named.length > 0 ? named : Object.keys(parts)) {
  await known[name]?.();
  if (words.includes(PAGE)) await writeTables(printed.splice(0));
}

function findMistake(): string | undefined {
  const unknown = named.find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined) return `Unknown part ${unknown}. Known parts: ${Object.keys(known).join(', ')}.`;
  if (COUNT > 0 && COUNT % WORKERS === 0) return undefined;
  return `BENCH_COUNT must be a multiple of ${WORKERS}.`;
}
