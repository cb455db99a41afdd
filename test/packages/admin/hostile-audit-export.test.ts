import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ExportedEvent, hashOf } from '../../../packages/admin/src/audit/event-hash.js';
import { readLines } from '../../../packages/admin/src/audit/read-lines.js';
import { verifyExport } from '../../../packages/admin/src/audit/verify-audit.js';
import { chainOf, claims, endLine, keysFile, newKey, signJws, verifyLines } from './audit-forgery.js';

const key = newKey();
const keys = keysFile([key]);
const LAST = 10;
const genuine = chainOf(LAST);
const last = genuine.at(-1) as ExportedEvent;
const linesOf = (events: readonly object[]) => events.map((event) => JSON.stringify(event));
const signed = (events: readonly object[]) => [...linesOf(events), endLine(key, last)];
const check = (lines: readonly string[]) => verifyLines(lines, keys);
/** The genuine events, of which one line is replaced. */
const replacing = (sequence: number, line: string) => signed(genuine).with(sequence - 1, line);
const changing = (sequence: number, changes: object) =>
  replacing(sequence, JSON.stringify({ ...genuine[sequence - 1], ...changes }));

describe('verify-audit calls an event proven', () => {
  it('if a signature covers it', async () => {
    const { problems, report } = await check(signed(genuine));
    expect(problems).toEqual([]);
    expect(report[0]).toBe('Proven: 10 events, by 1 signature.');
    expect(report.filter((line) => line.startsWith('Unproven'))).toEqual([]);
  });

  it('not if it was forged together with all hashes up to an event that was edited too', async () => {
    const forged = chainOf(LAST, (event) => (event.sequence === 3 ? { ...event, userId: 'eve' } : event));
    const events = [...forged.slice(0, 4), { ...genuine[4], type: 'SIGNED_OUT' }, ...genuine.slice(5)];
    const { problems, report } = await check(signed(events));
    expect(problems).toContain('Changed: event 5 (SIGNED_OUT, id event-5) does not match its hash.');
    expect(report.slice(0, 2)).toEqual(['Proven: 5 events, by 1 signature.', expect.stringContaining('1970')]);
    expect(report).toContain('Unproven: events 1 to 5.');
  });

  it('not if it was forged before events that are missing', async () => {
    const forged = chainOf(LAST, (event) => (event.sequence === 3 ? { ...event, userId: 'eve' } : event));
    const { problems, report } = await check(signed([...forged.slice(0, 4), ...genuine.slice(5)]));
    expect(problems).toEqual(['Missing: event 5.']);
    expect(report[0]).toBe('Proven: 4 events, by 1 signature.');
    expect(report).toContain('Unproven: events 1 to 4.');
    expect(report).toContain('Unproven: event 6.');
  });

  it('not if it comes after the last signature', async () => {
    const more = chainOf(LAST + 2);
    const lines = [...linesOf(more.slice(0, LAST)), ...linesOf(more.slice(LAST))];
    const { report } = await check([...lines, endLine(key, last)]);
    expect(report).toContain('Unproven: events 11 to 12.');
  });

  it('not without any signature', async () => {
    const { problems, report } = await check(linesOf(genuine));
    expect(problems).toHaveLength(1);
    expect(report[0]).toBe('Proven: 0 events, by 0 signatures.');
    expect(report).toContain('Unproven: events 1 to 10.');
  });

  it.each([
    ['a line without a sequence', { ...genuine[4], sequence: null }],
    ['a line without a hash', { ...genuine[4], hash: null }],
    ['a negative sequence', { ...genuine[4], sequence: -5 }],
    ['a sequence that is no integer', { ...genuine[4], sequence: 4.5 }],
  ])('not if it is %s, which is an error', async (_, event) => {
    const { problems, report } = await check(signed([...genuine.slice(0, 5), event, ...genuine.slice(5)]));
    expect(problems).toEqual([expect.stringMatching(/^Line 6 is not an audit event with a sequence: /)]);
    expect(report[0]).toBe('Proven: 10 events, by 1 signature.');
  });
});

describe('verify-audit finds what is hidden in a line', () => {
  const line = JSON.stringify(genuine[4]);

  it.each([
    ['a member that occurs twice', line.replace('"type":', '"type":"DELETED","type":')],
    ['a member of a detail that occurs twice', line.replace('"index":', '"index":7,"index":')],
    ['another spelling of a name', line.replace('"type"', '"t\\u0079pe"')],
    ['another spelling of a number', line.replace('"index":4', '"index":4.0')],
    ['white space', line.replace(',', ', ')],
  ])('if it is %s', async (_, changed) => {
    expect(changed).not.toBe(line);
    const { problems, report } = await check(replacing(5, changed));
    expect(problems[0]).toMatch(/^Line 5 is not as export-audit wrote it/);
    expect(report[0]).toBe('Proven: 4 events, by 1 signature.');
  });

  it.each([
    ['a member named like one of the hashed form', { previous: 'x' }],
    ['another member named like one of the hashed form', { personal: {} }],
    ['a member', { note: 'x' }],
    ['a salt without a value', { salts: { note: 'AAAA' } }],
    ['a salt with the name of an inherited member', { salts: { constructor: 'AAAA' } }],
    ['a salt of a path through an inherited member', { salts: { 'detail.__proto__.x': 'AAAA' } }],
    ['a digest', { erased: { note: 'x' } }],
    ['an own member named __proto__', JSON.parse('{"__proto__":{"x":1}}')],
  ])('if it is %s', async (_, changes) => {
    const { problems, report } = await check(changing(5, changes));
    expect(problems).toEqual(['Changed: event 5 (SIGNED_IN, id event-5) does not match its hash.']);
    expect(report).toContain('Unproven: events 1 to 5.');
  });

  it('if a digest stands beside the value, or a salt has another spelling', async () => {
    const salts = { 'detail.name': 'AAAA' };
    const events = chainOf(LAST, (event) => ({ ...event, detail: { name: 'Ada' }, salts }));
    const end = endLine(key, events.at(-1) as ExportedEvent);
    expect((await check([...linesOf(events), end])).problems).toEqual([]);
    for (const changes of [{ erased: { 'detail.name': 'x' } }, { salts: { 'detail.name': 'AAAA=' } }]) {
      const lines = linesOf(events.with(4, { ...(events[4] as ExportedEvent), ...changes }));
      expect((await check([...lines, end])).problems).toEqual([expect.stringContaining('Changed: event 5')]);
    }
  });
});

describe('verify-audit survives', () => {
  it.each([
    ['text that is not JSON', 'x'],
    ['half a line', JSON.stringify(genuine[4]).slice(0, 50)],
    ['a number', '5'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number without a finite value', JSON.stringify(genuine[4]).replace('"index":4', '"index":1e999')],
    ['lists in lists', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    [
      'objects in a detail',
      JSON.stringify(genuine[4]).replace('"index":4', `"index":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`),
    ],
    ['wrong types', JSON.stringify({ ...genuine[4], salts: { ipAddress: 5 }, detail: 'x' })],
    ['an end that is no signature', JSON.stringify({ auditLogEnd: 'x' })],
    ['a checkpoint without a signature', JSON.stringify({ ...genuine[4], type: 'AUDIT_CHECKPOINT', detail: {} })],
  ])('%s, and names the line or the event', async (_, line) => {
    const { problems, report } = await check(replacing(5, line));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(/Line 5 |event 5\b/);
    expect(report[0]).not.toMatch(/^Proven: (9|10) /);
  });

  it('control characters, which it does not print', async () => {
    const { problems } = await check(changing(5, { type: '\u001b[2J\u202eSIGNED_IN' }));
    expect(problems).toEqual(['Changed: event 5 (\ufffd[2J\ufffdSIGNED_IN, id event-5) does not match its hash.']);
  });

  it('any number of problems, and prints the first hundred', async () => {
    const { problems } = await check([...Array.from({ length: 500 }, (_, index) => `x${index}`), ...signed(genuine)]);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toBe('There are 400 more problems.');
  });

  it('many events with one sequence, and many gaps', async () => {
    const copies = Array.from({ length: 500 }, (_, index) => ({ ...genuine[4], id: `copy-${index}` }));
    const { problems } = await check(signed([...genuine.slice(0, 4), ...copies, ...genuine.slice(4)]));
    expect(problems.length).toBe(101);
    const gaps = await check(linesOf(chainOf(1000).filter(({ sequence }) => sequence % 2 === 0)));
    expect(gaps.report.filter((line) => line.startsWith('Unproven'))).toHaveLength(101);
  });
});

describe('verify-audit reads a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const checkFile = async (contents: string | Buffer) => {
    const path = join(folder, 'log.jsonl');
    await writeFile(path, contents);
    return verifyExport(() => readLines(path), keys);
  };

  it('whose events contain characters that end lines elsewhere', async () => {
    const events = chainOf(3, (event) => ({ ...event, detail: { name: 'a\u2028b\u2029c\u0085d\re' } }));
    const lines = [...linesOf(events), endLine(key, events.at(-1) as ExportedEvent)];
    expect((await checkFile(`${lines.join('\n')}\n`)).problems).toEqual([]);
    expect((await checkFile(lines.join('\r\n'))).problems).toEqual([]);
  });

  it('with a line that would fill the memory, or is not UTF-8', async () => {
    const [before, after] = [linesOf(genuine.slice(0, 4)), signed(genuine.slice(5))];
    for (const bad of [Buffer.alloc(9 * 1024 * 1024, 'x'), Buffer.from([0x7b, 0xff, 0xfe, 0x7d])]) {
      const parts = [...before.map((line) => Buffer.from(line)), bad, ...after.map((line) => Buffer.from(line))];
      const { problems } = await checkFile(Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')])));
      expect(problems).toEqual(['Line 5 is too long, or is not UTF-8.', 'Missing: event 5.']);
    }
  });

  it('that is empty', async () => {
    expect((await checkFile('')).problems).toEqual([expect.stringContaining('does not end with a signature')]);
  });
});

describe('verify-audit trusts a key', () => {
  const [second, third] = [newKey(), newKey()];
  const all = keysFile([key, second, third], 2000);
  const checkWith = (file: typeof keys, signer: typeof key, changes = {}) =>
    verifyLines([...linesOf(genuine), endLine(signer, last, changes)], file);

  it('that the key before it has signed', async () => {
    for (const signer of [key, second, third]) expect((await checkWith(all, signer)).problems).toEqual([]);
  });

  it('not if only an earlier key has signed it, or nothing', async () => {
    const [first, middle, end] = all.keys;
    const jwk = third.publicJwk;
    for (const signedBy of [signJws(key, 'passgraph-audit-key+jws', { iat: 2000, jwk }), null, 'x', middle?.signedBy]) {
      const file = { keys: [first, middle, { ...end, signedBy }] } as typeof keys;
      const { problems, report } = await checkWith(file, third);
      expect(problems[0]).toBe(
        `The key ${third.kid} is not signed by the key before it. Its checkpoints prove nothing.`,
      );
      expect(report[0]).toBe('Proven: 0 events, by 0 signatures.');
    }
  });

  it('not under the id of another key', async () => {
    const file = { keys: [{ ...keys.keys[0], publicJwk: second.publicJwk }] } as typeof keys;
    const { problems, report } = await checkWith(file, { ...second, kid: key.kid });
    expect(problems[0]).toMatch(/has an id that is not its own/);
    expect(report[0]).toMatch(/^Proven: 0 /);
  });

  it('not for what it signed long after it was replaced', async () => {
    const { problems } = await checkWith(all, key, { iat: 2000 + 86_401 });
    expect(problems[0]).toBe('The end of the export is signed by a key that had been replaced.');
    expect((await checkWith(all, key, { iat: 2000 + 3600 })).problems).toEqual([]);
  });

  it.each([
    ['type', {}, 'JWT'],
    ['algorithm', { alg: 'none' }, 'passgraph-audit+jws'],
    ['critical header', { crit: ['x'] }, 'passgraph-audit+jws'],
  ])('not with another %s', async (_, header, typ) => {
    const jws = signJws(key, typ, claims(last), header);
    const { problems } = await check([...linesOf(genuine), JSON.stringify({ auditLogEnd: jws })]);
    expect(problems[0]).toBe('The end of the export is not signed by a key of the key file.');
  });

  it('and states its id', async () => {
    const { report } = await check(signed(genuine));
    expect(report.at(-1)).toContain(`The first key is ${key.kid}.`);
  });
});

it('The hash of an exported event that has no canonical form does not exist', () => {
  const event = { ...(genuine[0] as ExportedEvent), detail: { index: Number.POSITIVE_INFINITY } };
  expect(hashOf(event, '')).toBeUndefined();
});
