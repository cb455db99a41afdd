import { printGrowth } from './growth.js';
import { printPages } from './pages.js';
import { printRatios } from './ratios.js';
import { printRoundTrips } from './round-trips.js';

/** `npm run bench`, or one part of it: `npm run bench -- growth`. */
const parts: Readonly<Record<string, () => Promise<void>>> = {
  ratios: printRatios,
  'round-trips': printRoundTrips,
  growth: printGrowth,
  pages: printPages,
};

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
for (const name of chosen) {
  const part = parts[name];
  if (part === undefined) throw new Error(`There is no part ${name}; there are ${Object.keys(parts).join(', ')}.`);
  await part();
}
