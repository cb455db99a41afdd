import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pMap from 'p-map';
import { callGraphql } from '../bench/call-graphql.js';
import type { Contender } from '../bench/contender.js';
import { makeDisk, readOperations } from './power-loss/disk.js';
import {
  type Acknowledged,
  type CodeChange,
  compileRecorder,
  copyServer,
  KEY,
  type RecordedRun,
  recordRun,
  startOn,
} from './power-loss/recorded-run.js';

const IMAGES = 300;
/** How many images a server that loses writes gets at most, until one of them shows a loss. */
const MAX_TRIALS = 60;
const SERVERS = 2;

/** A checkpoint each second, so that a short run has several. */
const FREQUENT_CHECKPOINTS = ['app.js', 'SWEEP_SECONDS = 60', 'SWEEP_SECONDS = 1'] as const;

/** A disk after a power failure, and what the server had acknowledged before. */
interface Image {
  readonly folder: string;
  readonly acknowledged: readonly Acknowledged[];
}

/** Cuts the power at random moments of the run, in their order. */
async function* images({ folder, record, acknowledged }: RecordedRun, count: number, to: string) {
  const operations = [...readOperations(record)];
  const moments = Array.from({ length: count }, () => randomInt(operations.length)).sort((a, b) => a - b);
  const disk = makeDisk();
  let next = 0;
  for (const [number, moment] of moments.entries()) {
    for (; next <= moment; next += 1) disk.apply(operations[next] as (typeof operations)[number]);
    const image: Image = {
      folder: join(to, String(number)),
      acknowledged: acknowledged.filter(({ recordBytes }) => recordBytes <= (operations[moment]?.end ?? 0)),
    };
    await mkdir(image.folder, { recursive: true });
    await disk.writeImage(folder, image.folder);
    yield image;
  }
}

const GROUPS =
  'query ($after: String) { groups(first: 100, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage } } }';
interface Groups {
  readonly groups: {
    readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean };
  };
}

async function groupsOf(server: Contender): Promise<Set<string>> {
  const found = new Set<string>();
  for (let after: string | undefined; ; ) {
    const { groups } = await callGraphql<Groups>(server, KEY, GROUPS, { after });
    for (const { node } of groups.edges) found.add(node.id);
    if (!groups.pageInfo.hasNextPage) return found;
    after = groups.edges.at(-1)?.cursor;
  }
}

function isAccepted(server: Contender, { id, secret }: { id: string; secret: string }): Promise<boolean> {
  const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
  const request = {
    path: '/oidc/token',
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    expect: 200,
  } as const;
  return server.send(request).then(
    () => true,
    () => false,
  );
}

/** Starts a server on the image, and returns everything that it had acknowledged and does not know any more. */
async function lossesIn(main: string, { folder, acknowledged }: Image): Promise<unknown[]> {
  const losses: unknown[] = [];
  try {
    const server = await startOn(main, folder);
    const groups = await groupsOf(server);
    for (const { group, client } of acknowledged) {
      if (group !== undefined && groups.has(group.id) !== group.exists) losses.push(group);
      if (client !== undefined && !(await isAccepted(server, client))) losses.push(client.id);
    }
    await server.kill();
  } catch (error) {
    losses.push(String(error));
  }
  await rm(folder, { recursive: true });
  return losses;
}

describe('After a power failure', () => {
  let scratch: string;
  let library: string;
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'passgraph-power-'));
    library = compileRecorder(scratch);
  });
  afterAll(() => rm(scratch, { recursive: true }));

  const runOf = async (name: string, changes: readonly CodeChange[]) => {
    const folder = join(scratch, name);
    await mkdir(folder);
    const main = await copyServer(join(folder, 'server'), [FREQUENT_CHECKPOINTS, ...changes]);
    return { main, run: await recordRun(main, library, folder), to: join(folder, 'images') };
  };

  /** The losses of the first image that has some. */
  const lossesWith = async (name: string, fault: CodeChange) => {
    const { main, run, to } = await runOf(name, [fault]);
    for await (const image of images(run, MAX_TRIALS, to)) {
      const losses = await lossesIn(main, image);
      if (losses.length > 0) return losses;
    }
    return [];
  };

  it('a server with synchronous=NORMAL loses what it has acknowledged, and this test finds it.', async () => {
    const normal = ['storage/sqlite/connection.js', 'synchronous = full', 'synchronous = normal'] as const;
    expect(await lossesWith('normal', normal)).toContainEqual({ id: expect.stringMatching('group-'), exists: true });
  });

  it('a server that does not sync directories loses its files, and this test finds it.', async () => {
    const noSync = ['storage/sqlite/sync-directory.js', 'fsyncSync(directory)', ''] as const;
    expect(await lossesWith('no-sync', noSync)).not.toEqual([]);
  });

  it(`a server loses nothing that it has acknowledged, on ${IMAGES} disks.`, async () => {
    const { main, run, to } = await runOf('full', []);
    expect(run.acknowledged.length).toBeGreaterThan(IMAGES);
    const found = await pMap(images(run, IMAGES, to), (image) => lossesIn(main, image), { concurrency: SERVERS });
    expect(found).toHaveLength(IMAGES);
    expect(found.flat()).toEqual([]);
  });
});
