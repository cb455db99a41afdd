import type { Deps } from '../model/deps.js';
import type { Picture } from '../model/server/picture.js';
import { SERVER_SETTINGS_ID } from '../model/server/server-settings.js';

/** A picture can have 270 kilobytes. */
const PAGE_RECORDS = 20;

/**
 * Deletes the pictures whose owner was deleted, or has another URL now. The request that deletes or changes the owner
 * deletes the picture too, so this finds only pictures that it did not know of. It reads a picture before its owner, so
 * that it finds the URL of every new picture.
 */
export async function sweepPictures(deps: Deps): Promise<void> {
  const { pictures } = deps.store;
  let after: string | undefined;
  do {
    const page = await pictures.page({ first: PAGE_RECORDS, after });
    const records = page.items.map(({ record }) => record);
    const urls = await urlsOf(deps, records);
    for (const { id } of records) {
      if (!urls.some((url) => url?.endsWith(`/pictures/${id}`))) await pictures.delete(id);
    }
    after = page.hasNextPage ? page.items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
}

/** Returns the URLs that the owners of pictures contain. `findMany` asks the database and not the cache. */
async function urlsOf({ store }: Deps, records: readonly Picture[]): Promise<(string | undefined)[]> {
  const idsOf = (name: 'userId' | 'clientId' | 'issuerId') =>
    records.map((record) => record[name]).filter((id) => id !== undefined);
  const [users, clients, issuers, settings] = await Promise.all([
    store.users.findMany(idsOf('userId')),
    store.clients.findMany(idsOf('clientId')),
    store.issuers.findMany(idsOf('issuerId')),
    store.serverSettings.find(SERVER_SETTINGS_ID),
  ]);
  return [
    ...users.map(({ picture }) => picture),
    ...clients.map(({ logo_uri }) => logo_uri),
    ...issuers.flatMap(({ branding }) => [branding?.logo, branding?.logoDark]),
    settings?.values.brandLogo,
    settings?.values.brandLogoDark,
  ];
}
