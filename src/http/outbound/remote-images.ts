import { LRUCache } from 'lru-cache';
import type { Deps } from '../../model/deps.js';
import { PICTURE_TYPE, pictureIdOf } from '../../model/server/picture.js';

export interface RemoteImage {
  readonly type: string;
  readonly body: Buffer;
}

/** Fetches logos from other hosts and caches them, so that pages load nothing from these hosts. Reads uploaded logos. */
export interface RemoteImages {
  /**
   * Returns the image at an https URL or the uploaded image at a URL of this server. Returns `undefined` if there is none,
   * if it cannot be fetched or if its type is not supported.
   */
  find(url: string | undefined): Promise<RemoteImage | undefined>;
}

const MAX_IMAGES = 200;
const MAX_IMAGE_BYTES = 262_144;
const MAX_AGE_MS = 3_600_000;
const FETCH_TIMEOUT_MS = 5_000;

const TYPES: ReadonlySet<string> = new Set([
  'image/avif',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/svg+xml',
  'image/webp',
]);

/**
 * Makes the cache of logos. A logo is fetched again one hour after its last fetch began. A failed fetch is cached for
 * one hour too.
 */
export function makeRemoteImages(deps: Pick<Deps, 'config' | 'store' | 'fetch' | 'clock' | 'log'>): RemoteImages {
  const { config, store, fetch, clock, log } = deps;
  const images = new LRUCache<string, Promise<RemoteImage | undefined>>({
    max: MAX_IMAGES,
    ttl: MAX_AGE_MS,
    ttlResolution: 0,
    perf: { now: () => clock.now().getTime() },
  });
  return {
    find: async (url) => {
      const uploaded = pictureIdOf(config, url);
      if (uploaded !== undefined) return findUploaded(store, uploaded);
      if (!url?.startsWith('https:')) return undefined;
      const cached = images.get(url);
      if (cached !== undefined) return cached;
      const image = fetchImage(fetch, url).catch((error: unknown) => {
        log.warn({ err: error, host: new URL(url).host }, 'a logo cannot be fetched');
        return undefined;
      });
      images.set(url, image);
      return image;
    },
  };
}

async function findUploaded({ pictures }: Deps['store'], id: string): Promise<RemoteImage | undefined> {
  const found = await pictures.find(id);
  return found && { type: PICTURE_TYPE, body: Buffer.from(found.content, 'base64') };
}

async function fetchImage(fetch: Deps['fetch'], url: string): Promise<RemoteImage> {
  const response = await fetch(url, {
    headers: { Accept: 'image/*' },
    maxBytes: MAX_IMAGE_BYTES,
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
  });
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!response.ok) throw new Error(`The URL of the logo returned status ${response.status} instead of 200.`);
  if (!TYPES.has(type)) {
    throw new Error(`The URL of the logo returned the media type ${type}. Use one of ${[...TYPES].join(', ')}.`);
  }
  return { type, body: Buffer.from(await response.arrayBuffer()) };
}
