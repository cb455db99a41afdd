import { describe, expect, it } from '@jest/globals';
import { makeRemoteImages } from '../../src/http/outbound/remote-images.js';
import type { FetchOptions } from '../../src/model/deps.js';
import type { Store } from '../../src/model/store.js';
import { frozenClock, testConfig } from '../support/deps.js';

const URL_OF_LOGO = 'https://cdn.example/logo.png';

function image(): Response {
  return new Response('png', { headers: { 'content-type': 'image/png' } });
}

/** Remote images over a `fetch` that counts its calls. */
function openImages(answer: () => Promise<Response> = async () => image()) {
  const clock = frozenClock();
  const fetched: { readonly url: string; readonly options: FetchOptions | undefined }[] = [];
  const warnings: string[] = [];
  const ignore = () => undefined;
  const log = { debug: ignore, info: ignore, error: ignore, warn: (_: object, text: string) => warnings.push(text) };
  const fetch = (url: string, options?: FetchOptions) => {
    fetched.push({ url, options });
    return answer();
  };
  return {
    images: makeRemoteImages({ config: testConfig(), store: {} as Store, fetch, clock, log }),
    clock,
    fetched,
    warnings,
  };
}

describe('Remote images', () => {
  it('are fetched once in an hour, with a limit of 256 KiB.', async () => {
    const { images, clock, fetched } = openImages();
    for (let time = 0; time < 3; time += 1) {
      expect(await images.find(URL_OF_LOGO)).toEqual({ type: 'image/png', body: Buffer.from('png') });
      clock.advance(1199);
    }
    expect(fetched).toHaveLength(1);
    expect(fetched[0]?.options).toMatchObject({ maxBytes: 262_144 });
    clock.advance(4);
    await images.find(URL_OF_LOGO);
    expect(fetched).toHaveLength(2);
  });

  it('are fetched once for parallel requests.', async () => {
    const { images, fetched } = openImages();
    await Promise.all([images.find(URL_OF_LOGO), images.find(URL_OF_LOGO)]);
    expect(fetched).toHaveLength(1);
  });

  it('are not fetched again within the hour after a failure.', async () => {
    const { images, fetched, warnings } = openImages(() => Promise.reject(new Error('unreachable')));
    expect([await images.find(URL_OF_LOGO), await images.find(URL_OF_LOGO)]).toEqual([undefined, undefined]);
    expect([fetched.length, warnings]).toEqual([1, ['a logo cannot be fetched']]);
  });

  it('are kept for at most 200 URLs; the least recently used is dropped.', async () => {
    const { images, fetched } = openImages();
    for (let index = 0; index < 200; index += 1) await images.find(`https://cdn.example/${index}`);
    await images.find('https://cdn.example/0');
    await images.find('https://cdn.example/200');
    expect(fetched).toHaveLength(201);
    await images.find('https://cdn.example/0');
    expect(fetched).toHaveLength(201);
    await images.find('https://cdn.example/1');
    expect(fetched).toHaveLength(202);
  });

  it.each([
    ['HTML', new Response('<p>', { headers: { 'content-type': 'text/html' } })],
    ['an error', new Response('png', { status: 500, headers: { 'content-type': 'image/png' } })],
  ])('are refused if the response is %s.', async (_, response) => {
    const { images } = openImages(async () => response);
    expect(await images.find(URL_OF_LOGO)).toBeUndefined();
  });
});
