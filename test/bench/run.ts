import { printGrowth } from './growth.js';
import { printPages } from './pages.js';
import { printRatios } from './ratios.js';
import { printRoundTrips } from './round-trips.js';

/** The parts of `npm run bench`. `npm run bench -- growth` runs one. */
const parts: Readonly<Record<string, () => Promise<void>>> = {
  ratios: printRatios,
  'round-trips': printRoundTrips,
  growth: printGrowth,
  pages: printPages,
};

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
for (const name of chosen) {
  const part = parts[name];
  if (part === undefined) throw new Error(`Unknown part ${name}. Known parts: ${Object.keys(parts).join(', ')}.`);
  await part();
}
