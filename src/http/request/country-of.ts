import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ipaddr from 'ipaddr.js';
import { Reader } from 'mmdb-lib';

/** Finds the country of an IP address, as ISO 3166-1 alpha-2. Returns `undefined` if the country is unknown. */
export type CountryOf = (ipAddress: string | undefined) => string | undefined;

const DATA = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/** Uses a database that is installed with the server, so no IP address is sent to a third party. */
export function makeCountryOf(): CountryOf {
  const data = new Reader(readFileSync(createRequire(import.meta.url).resolve(DATA)));
  return (ipAddress) => {
    if (ipAddress === undefined || !ipaddr.isValid(ipAddress)) return undefined;
    const found = data.get(ipaddr.process(ipAddress).toString()) as { readonly country_code?: string } | null;
    return found?.country_code;
  };
}
