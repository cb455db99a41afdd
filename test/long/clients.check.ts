import { checkAll } from '../support/real-clients/check-software.js';
import { LIBRARIES } from '../support/real-clients/libraries.js';
import { PRODUCTS } from '../support/real-clients/products.js';

await checkAll(
  'libraries',
  LIBRARIES.filter(({ isQuick }) => isQuick),
);
await checkAll(
  'products',
  PRODUCTS.filter(({ isQuick }) => isQuick),
);
