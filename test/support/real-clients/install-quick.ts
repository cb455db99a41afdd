import { installAll } from './install-all.js';
import { LIBRARIES } from './libraries.js';
import { PRODUCTS } from './products.js';

/** A program that installs what `npm run long -- clients` checks, so that the check finds it in the cache. */
await installAll(
  'libraries',
  LIBRARIES.filter(({ isQuick }) => isQuick),
);
await installAll(
  'products',
  PRODUCTS.filter(({ isQuick }) => isQuick),
);
