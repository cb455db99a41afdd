import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ipaddr from 'ipaddr.js';
import { Reader } from 'mmdb-lib';
import { isPublicAddress } from '../outbound/outbound-fetch.js';

/** Finds the country of an IP address, as ISO 3166-1 alpha-2. Returns `undefined` if the country is unknown. */
export type CountryOf = (ipAddress: string | undefined) => string | undefined;

const DATA = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/**
 * Uses a database that is installed with the server, so no IP address is sent to a third party. Private
 * addresses have no country, although the database has one for some of them.
 */
export function makeCountryOf(): CountryOf {
  const data = readDatabase();
  return (ipAddress) => {
    if (ipAddress === undefined || !isPublicAddress(ipAddress)) return undefined;
    const found = data.get(ipaddr.process(ipAddress).toString()) as { readonly country_code?: string } | null;
    return found?.country_code;
  };
}

let database: ReturnType<typeof openDatabase> | undefined;

/** Several parts of the process share the database, because it takes 8 MB. */
function readDatabase(): ReturnType<typeof openDatabase> {
  database ??= openDatabase();
  return database;
}

function openDatabase() {
  return new Reader(readFileSync(createRequire(import.meta.url).resolve(DATA)));
}
