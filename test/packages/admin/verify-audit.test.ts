import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../../packages/admin/src/run-command.js';
import { auditEventView } from '../../../src/admin/audit-log/audit-event-view.js';
import { writeCheckpoint } from '../../../src/audit/checkpoint.js';
import { type Administration, openAdministration, ROOT_KEY } from '../../support/administration.js';
import { newKey } from './audit-forgery.js';

let server: Administration;
let folder: string;
let lines: string[];

const path = (name: string) => join(folder, name);
const run = async (...words: string[]) => {
  const [printed, complaints]: [string[], string[]] = [[], []];
  const code = await runCommand(words, {
    env: { PASSGRAPH_URL: new URL(server.url).origin, PASSGRAPH_API_KEY: ROOT_KEY },
    print: (line) => printed.push(line),
    complain: (line) => complaints.push(line),
    readStdin: async () => '',
  });
  return { code, printed, complaints };
};
const verify = async (changed: readonly string[], keys = 'keys.json') => {
  await writeFile(path('changed.jsonl'), `${changed.join('\n')}\n`);
  return run('verify-audit', path('changed.jsonl'), '--key', path(keys));
};
/** The line of the event with this sequence, changed. */
const changing = (sequence: number, change: (event: Record<string, unknown>) => object) =>
  lines.map((line) => {
    const event = JSON.parse(line);
    return event.sequence === sequence ? JSON.stringify(change(event)) : line;
  });
const eventAt = (sequence: number) => JSON.parse(lines.find((line) => JSON.parse(line).sequence === sequence) ?? '');
const exportLog = async () => {
  expect(await run('export-audit', path('log.jsonl'), '--keys', path('keys.json'))).toMatchObject({ code: 0 });
  return (await readFile(path('log.jsonl'), 'utf8')).trimEnd().split('\n');
};
const record = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      server.deps.audit.record({ type: 'SIGNED_IN', userId: 'ada', ipAddress: '192.0.2.1', detail: { index } }),
    ),
  );

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
  server = await openAdministration();
  await record(120);
  await writeCheckpoint(server.deps);
  server.clock.advance(3600);
  await record(30);
  await writeCheckpoint(server.deps);
  await record(8);
  lines = await exportLog();
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe('export-audit', () => {
  it('writes every event, oldest first, and the signed end', () => {
    const events = lines.slice(0, -1).map((line) => JSON.parse(line));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter(({ type }) => type === 'SIGNED_IN')).toHaveLength(158);
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ auditLogEnd: expect.any(String) });
  });

  it('prints the events without a file', async () => {
    const { code, printed } = await run('export-audit');
    expect([code, printed.slice(0, -1)]).toEqual([0, lines.slice(0, -1)]);
  });

  it('writes public keys that no issuer publishes', async () => {
    const { keys } = JSON.parse(await readFile(path('keys.json'), 'utf8'));
    expect(keys).toEqual([
      { kid: expect.any(String), publicJwk: expect.anything(), createdAt: expect.any(String), signedBy: null },
    ]);
    expect(keys[0].publicJwk).not.toHaveProperty('d');
    const jwks = await fetch(new URL('/oidc/jwks', server.url));
    expect(await jwks.text()).not.toContain(keys[0].kid);
  });
});

describe('verify-audit', () => {
  it('accepts an unchanged export, all of which is proven', async () => {
    const { code, printed, complaints } = await verify(lines);
    expect(complaints).toEqual([]);
    expect(code).toBe(0);
    expect(printed[0]).toBe(`Proven: ${lines.length - 1} events, by 3 signatures.`);
    expect(printed.filter((line) => line.startsWith('Unproven'))).toEqual([]);
  });

  it.each([
    ['a detail', (event: Record<string, unknown>) => ({ ...event, detail: { index: 9999 } })],
    ['the time', (event: Record<string, unknown>) => ({ ...event, at: '2040-11-21T12:00:01.000Z' })],
    ['a personal value', (event: Record<string, unknown>) => ({ ...event, ipAddress: '192.0.2.99' })],
    ['the salt of a value', (event: Record<string, unknown>) => ({ ...event, salts: {} })],
  ])('names an event of which %s was edited', async (_, change) => {
    const { code, complaints, printed } = await verify(changing(40, change));
    expect(code).toBe(1);
    expect(complaints).toEqual([`Changed: event 40 (SIGNED_IN, id ${eventAt(40).id}) does not match its hash.`]);
    // The hash before it is in its own hash, which cannot be checked any more.
    expect(printed).toContain('Unproven: events 1 to 40.');
  });

  it('names the events up to the next checkpoint if an edited event got a new hash, and so did all after it', async () => {
    const { hashOf } = await import('../../../packages/admin/src/audit/event-hash.js');
    let previous = eventAt(39).hash;
    const forged = lines.map((line) => {
      const event = JSON.parse(line);
      if (event.sequence === undefined || event.sequence < 40) return line;
      const changed = event.sequence === 40 ? { ...event, userId: 'eve' } : event;
      previous = hashOf(changed, previous);
      return JSON.stringify({ ...changed, hash: previous });
    });
    const { complaints, printed } = await verify(forged);
    expect(complaints[0]).toBe('Changed: the hashes of events 1 to 120 are not those that the server signed.');
    expect(printed.some((line) => /^Unproven: events 1 to /.test(line))).toBe(true);
  });

  it('names removed events', async () => {
    const left = lines.filter((line) => ![50, 51].includes(JSON.parse(line).sequence));
    const { code, complaints, printed } = await verify(left);
    expect([code, complaints]).toEqual([1, ['Missing: events 50 to 51.']]);
    expect(printed).toContain('Unproven: events 1 to 49.');
    expect(printed).toContain('Unproven: event 52.');
  });

  it('names an inserted event, before or after the event whose sequence it has', async () => {
    const inserted = { ...eventAt(60), id: 'forged', userId: 'eve' };
    for (const offset of [0, 1]) {
      const at = lines.findIndex((line) => JSON.parse(line).sequence === 60) + offset;
      const { complaints } = await verify(lines.toSpliced(at, 0, JSON.stringify(inserted)));
      expect(complaints).toEqual(['Inserted: event 60 (SIGNED_IN, id forged).']);
    }
  });

  it('names an inserted event that fits the hash before it', async () => {
    const { hashOf } = await import('../../../packages/admin/src/audit/event-hash.js');
    const forged = { ...eventAt(60), id: 'forged', userId: 'eve' };
    const inserted = { ...forged, hash: hashOf(forged, eventAt(59).hash) };
    for (const offset of [0, 1]) {
      const at = lines.findIndex((line) => JSON.parse(line).sequence === 60) + offset;
      const { complaints } = await verify(lines.toSpliced(at, 0, JSON.stringify(inserted)));
      expect(complaints).toEqual(['Inserted: event 60 (SIGNED_IN, id forged).']);
    }
  });

  it('names an event that was moved', async () => {
    const moved = lines.find((line) => JSON.parse(line).sequence === 70) ?? '';
    const { complaints } = await verify([
      ...lines.filter((line) => line !== moved).slice(0, -1),
      moved,
      lines.at(-1) ?? '',
    ]);
    expect(complaints).toEqual(
      [expect.stringMatching(/^Inserted or moved: event 70 /), 'Missing: event 70.'].toReversed(),
    );
  });

  it('says that the tail was cut, with and without the end', async () => {
    const last = lines.length - 1;
    expect((await verify(lines.slice(0, -1))).complaints).toEqual([
      `The export does not end with a signature of the server, so events may be missing after ${last}.`,
    ]);
    const { complaints } = await verify([...lines.slice(0, -4), lines.at(-1) ?? '']);
    expect(complaints).toEqual([`Missing at the end: events ${last - 2} to ${last}.`]);
  });

  it('does not take a checkpoint for the end of the export', async () => {
    const end = { auditLogEnd: eventAt(121).detail.jws };
    const { complaints } = await verify([...lines.slice(0, 121), JSON.stringify(end)]);
    expect(complaints).toEqual([
      'The end of the export was signed for another purpose.',
      'The export does not end with a signature of the server, so events may be missing after 121.',
    ]);
  });

  it('says that the beginning was cut', async () => {
    const { complaints } = await verify(lines.slice(10));
    expect(complaints).toEqual(['Missing: events 1 to 10.']);
  });

  it('says which events no signature proves', async () => {
    const { printed } = await verify(lines.slice(0, -1));
    const last = lines.length - 1;
    expect(printed).toContain(`Unproven: events ${last - 8} to ${last}.`);
  });

  it('rejects signatures of another server', async () => {
    const other = await openAdministration();
    await other.deps.audit.record({ type: 'SIGNED_IN' });
    await writeCheckpoint(other.deps);
    const { data } = await other.call('{ auditKeys { kid publicJwk createdAt signedBy } }');
    await other.close();
    await writeFile(path('other.json'), JSON.stringify({ keys: data.auditKeys }));
    const { code, complaints, printed } = await verify(lines, 'other.json');
    expect(code).toBe(1);
    expect(complaints).toContain('The end of the export is not signed by a key of the key file.');
    expect(printed).toContain(`Unproven: events 1 to ${lines.length - 1}.`);
  });

  it('rejects a key that was added to the key file', async () => {
    const file = JSON.parse(await readFile(path('keys.json'), 'utf8'));
    const { kid, publicJwk } = newKey();
    const added = { ...file.keys[0], kid, publicJwk };
    await writeFile(path('added.json'), JSON.stringify({ keys: [...file.keys, added] }));
    expect((await verify(lines, 'added.json')).complaints).toEqual([
      `The key ${kid} is not signed by the key before it. Its checkpoints prove nothing.`,
    ]);
  });

  describe('with checkpoints that were kept elsewhere', () => {
    const log = () =>
      [121, 152].map((sequence) =>
        JSON.stringify({ level: 30, msg: 'audit checkpoint', jws: eventAt(sequence).detail.jws }),
      );
    const verifyWith = async (changed: readonly string[], kept: readonly string[]) => {
      await writeFile(path('changed.jsonl'), `${changed.join('\n')}\n`);
      await writeFile(path('kept.log'), `${kept.join('\n')}\n`);
      return run('verify-audit', path('changed.jsonl'), '--key', path('keys.json'), '--checkpoints', path('kept.log'));
    };

    it('accepts an export that contains them', async () => {
      const { code, printed, complaints } = await verifyWith(lines, ['{"msg":"started"}', ...log()]);
      expect([code, complaints]).toEqual([0, []]);
      expect(printed[0]).toBe(`Proven: ${lines.length - 1} events, by 5 signatures.`);
    });

    it('rejects an older or shorter export', async () => {
      const shorter = [...lines.slice(0, 121)];
      expect((await verifyWith(shorter, log())).complaints).toContain('Missing at the end: events 122 to 151.');
    });

    it('rejects a log that continues otherwise after one of them, although the server signed it', async () => {
      const other = await openAdministration({ config: { secretKeys: server.deps.config.secretKeys } });
      const ring = await server.deps.store.auditKeyRings.find('audit');
      if (ring !== undefined) await other.deps.store.auditKeyRings.insert(ring);
      for (let count = 0; count < 160; count += 1) await other.deps.audit.record({ type: 'SIGNED_OUT' });
      const { data } = await other.call('{ auditLogEnd }');
      const { items } = await other.deps.store.auditEvents.page({ first: 100 }, 'OLDEST_FIRST', {});
      const next = await other.deps.store.auditEvents.page(
        { first: 100, after: items.at(-1)?.cursor },
        'OLDEST_FIRST',
        {},
      );
      const restored = [
        ...[...items, ...next.items].map((item) => JSON.stringify(auditEventView(item.record))),
        JSON.stringify({ auditLogEnd: data.auditLogEnd }),
      ];
      await other.close();
      expect((await verifyWith(restored, log().slice(0, 0).concat('{}'))).complaints).toEqual([
        'The file of --checkpoints contains no checkpoint.',
      ]);
      const { code, complaints } = await verifyWith(restored, log());
      expect(code).toBe(1);
      expect(complaints[0]).toBe('Changed: the hashes of events 1 to 120 are not those that the server signed.');
    });
  });

  it('says what is wrong with its arguments', async () => {
    expect((await run('verify-audit', path('log.jsonl'))).complaints).toEqual([
      'The command needs one file and --key. Usage: verify-audit FILE --key FILE [--checkpoints FILE]',
    ]);
    const noKeys = await run('verify-audit', path('log.jsonl'), '--key', path('log.jsonl'));
    expect(noKeys.complaints[0]).toMatch(/^--key: .* is not a key file\./);
  });

  it.each([
    ['the export', 'nothing', 'keys.json', 'log.jsonl'],
    ['the key file', 'log.jsonl', 'nothing', 'log.jsonl'],
    ['the file of checkpoints', 'log.jsonl', 'keys.json', 'nothing'],
  ])('says what to check if %s is missing', async (_, file, key, checkpoints) => {
    expect(await run('verify-audit', path(file), '--key', path(key), '--checkpoints', path(checkpoints))).toEqual({
      code: 1,
      printed: [],
      complaints: [`${path('nothing')} cannot be opened (ENOENT). Check the path and the permissions.`],
    });
  });
});

describe('the audit log, verified', () => {
  it('stays proven after erasure, the removal of its beginning, and a new key', async () => {
    const erased = await server.mutate('eraseFromAuditLog', { userId: 'ada' }, 'erasedEvents');
    expect(erased.data.eraseFromAuditLog.erasedEvents).toBe(158);
    server.clock.advance(server.deps.config.auditRetention - 1800);
    await record(5);
    await writeCheckpoint(server.deps);
    const keep = (await server.deps.store.auditKeyRings.find('audit'))?.firstSequence ?? 0;
    expect(keep).toBeGreaterThan(100);
    await server.deps.store.auditEvents.deleteBefore(keep);
    lines = await exportLog();
    expect(JSON.parse(lines[0] ?? '').sequence).toBe(keep);
    expect(lines.slice(0, -8).join('\n')).not.toContain('192.0.2.1');
    expect(JSON.parse(await readFile(path('keys.json'), 'utf8')).keys).toHaveLength(2);
    const { code, printed, complaints } = await verify(lines);
    expect([code, complaints, printed.filter((line) => line.startsWith('Unproven'))]).toEqual([0, [], []]);
  });
});
