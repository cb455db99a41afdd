import type { Deps } from '../../model/deps.js';

/** An image that lies at another host, as it may be shown from ours. */
export interface RemoteImage {
  readonly type: string;
  readonly body: Buffer;
}

/** Pages load nothing from other hosts: logos are fetched once in a while, and served from here. */
export interface RemoteImages {
  /** `undefined` where it cannot be had, or is no image. */
  find(url: string): Promise<RemoteImage | undefined>;
}

/** Bytes. */
const LARGEST = 262_144;
/** Milliseconds. */
const KEPT = 3_600_000;
const LONGEST_FETCH = 5_000;
/** Images; the oldest goes first. */
const MOST = 200;

const TYPES: ReadonlySet<string> = new Set([
  'image/avif',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/svg+xml',
  'image/webp',
]);

export function makeRemoteImages({ fetch, clock, log }: Pick<Deps, 'fetch' | 'clock' | 'log'>): RemoteImages {
  const kept = new Map<string, { readonly since: number; readonly image: Promise<RemoteImage | undefined> }>();
  return {
    find: (url) => {
      const now = clock.now().getTime();
      const known = kept.get(url);
      if (known !== undefined && now - known.since < KEPT) return known.image;
      const image = fetchImage(fetch, url).catch((error: unknown) => {
        log.warn({ err: error, host: new URL(url).host }, 'a logo cannot be had');
        return undefined;
      });
      kept.delete(url);
      kept.set(url, { since: now, image });
      const [oldest] = kept.keys();
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
      return image;
    },
  };
}

async function fetchImage(fetch: Deps['fetch'], url: string): Promise<RemoteImage> {
  const response = await fetch(url, { signal: AbortSignal.timeout(LONGEST_FETCH), headers: { Accept: 'image/*' } });
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!response.ok || !TYPES.has(type)) throw new Error(`The answer is ${response.status} ${type}.`);
  return { type, body: await readAtMost(response, LARGEST) };
}

async function readAtMost(response: Response, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > most) throw new Error(`The image has more than ${most} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
