import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportLines } from '../../../packages/admin/src/audit/export-audit.js';
import type { AdminClient } from '../../../packages/admin/src/client/admin-client.js';
import { runCommand } from '../../../packages/admin/src/run-command.js';
import { type Administration, openAdministration, ROOT_KEY } from '../../support/administration.js';

const EARLIER = 'an earlier export';
const itOnLinux = process.platform === 'linux' ? it : it.skip;

let server: Administration;
let folder: string;

const path = (name: string) => join(folder, name);
const exportAudit = async (...words: string[]) => {
  const complaints: string[] = [];
  const code = await runCommand(['export-audit', ...words], {
    env: { PASSGRAPH_URL: new URL(server.url).origin, PASSGRAPH_API_KEY: ROOT_KEY },
    print: () => undefined,
    complain: (line) => complaints.push(line),
    readStdin: async () => '',
  });
  return { code, complaints };
};
const firstEvent = async (name: string) => JSON.parse((await readFile(path(name), 'utf8')).split('\n')[0] ?? '');

beforeAll(async () => {
  server = await openAdministration();
  await server.deps.audit.record({ type: 'SIGNED_IN', userId: 'ada' });
});
afterAll(() => server.close());
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('export-audit to a file that exists', () => {
  it('keeps the log and the keys of an earlier export if it fails', async () => {
    for (const name of ['log.jsonl', 'keys.json']) await writeFile(path(name), EARLIER);
    const { code } = await exportAudit(path('log.jsonl'), '--keys', path('keys.json'), '--url', 'http://127.0.0.1:9');
    expect(code).toBe(1);
    for (const name of ['log.jsonl', 'keys.json']) expect(await readFile(path(name), 'utf8')).toBe(EARLIER);
    expect((await readdir(folder)).toSorted()).toEqual(['keys.json', 'log.jsonl']);
  });

  it('replaces it, so that only its owner can read it', async () => {
    await writeFile(path('open.jsonl'), EARLIER, { mode: 0o644 });
    expect(await exportAudit(path('open.jsonl'))).toEqual({ code: 0, complaints: [] });
    expect(await firstEvent('open.jsonl')).toMatchObject({ sequence: 1 });
    expect((await stat(path('open.jsonl'))).mode & 0o777).toBe(0o600);
  });

  it('replaces the file to which a symbolic link points, and keeps the link', async () => {
    await writeFile(path('target.jsonl'), EARLIER);
    await symlink('target.jsonl', path('link.jsonl'));
    expect(await exportAudit(path('link.jsonl'))).toEqual({ code: 0, complaints: [] });
    expect(await firstEvent('target.jsonl')).toMatchObject({ sequence: 1 });
  });

  itOnLinux('writes to a device, and names it if it is full', async () => {
    expect(await exportAudit('/dev/full')).toEqual({
      code: 1,
      complaints: ['/dev/full cannot be written (ENOSPC). Free some space, or use another disk.'],
    });
  });

  it('says how many events have no sequence yet', async () => {
    const node = (sequence: number | null) => ({ node: { sequence } });
    const admin = {
      auditLogEnd: async () => null,
      auditEvents: async () => ({ edges: [node(null), node(null), node(7)] }),
    } as unknown as AdminClient;
    const complaints: string[] = [];
    for await (const _ of exportLines(admin, (line) => complaints.push(line)));
    expect(complaints).toEqual([expect.stringContaining('without a sequence number: 2.')]);
  });

  it('names the folder that is missing', async () => {
    const { code, complaints } = await exportAudit(path('missing/log.jsonl'));
    expect([code, complaints]).toEqual([1, [expect.stringMatching(/missing\/log\.jsonl cannot be opened \(ENOENT\)/)]]);
  });
});
