import { makeRsaKeyStock } from './rsa-key-stock.js';

/** Jest calls this function before the first test. */
export default async function prepare(): Promise<void> {
  // As on a production server. Otherwise, GraphQL spends a large part of each request on checks for developers.
  process.env.NODE_ENV = 'production';
  await makeRsaKeyStock();
}
