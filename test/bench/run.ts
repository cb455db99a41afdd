import { printGrowth } from './parts/growth.js';
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
const others = { pages: printPages, mongodb: printMongodb, versions: printVersions, profile: printProfile };
const known: Readonly<Record<string, () => Promise<void>>> = { ...parts, ...others };

/** With the word `page`, each printed table is also written into `docs/speed.md`. */
const PAGE = 'page';
const words = process.argv.slice(2);
const named = words.filter((word) => word !== PAGE);
for (const name of named.length > 0 ? named : Object.keys(parts)) {
  const part = known[name];
  if (part === undefined) throw new Error(`Unknown part ${name}. Known parts: ${Object.keys(known).join(', ')}.`);
  await part();
  if (words.includes(PAGE)) await writeTables(printed.splice(0));
}
