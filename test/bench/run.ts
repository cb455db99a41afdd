import { printGrowth } from './growth.js';
import { printPages } from './pages.js';
import { printProfile } from './profile.js';
import { printRatios } from './ratios.js';
import { printRoundTrips } from './round-trips.js';

/** The parts of `npm run bench`. `npm run bench -- growth` runs one. */
const parts = {
  ratios: printRatios,
  'round-trips': printRoundTrips,
  growth: printGrowth,
  pages: printPages,
};

/** What `npm run bench -- profile` runs, but not `npm run bench`. */
const others = { profile: printProfile };
const known: Readonly<Record<string, () => Promise<void>>> = { ...parts, ...others };

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
for (const name of chosen) {
  const part = known[name];
  if (part === undefined) throw new Error(`Unknown part ${name}. Known parts: ${Object.keys(known).join(', ')}.`);
  await part();
}
