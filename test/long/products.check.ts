import { checkAll } from '../support/real-clients/check-software.js';
import { PRODUCTS } from '../support/real-clients/products.js';

await checkAll('products', PRODUCTS);
