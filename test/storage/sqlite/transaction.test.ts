import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '../../../src/model/log/audit-event.js';
import { hashOf } from '../../../src/storage/log/event-hash.js';
import { type Connection, openConnection } from '../../../src/storage/sqlite/connection.js';
import { applyBatch, dropLate, type Member, type Step } from '../../../src/storage/sqlite/transaction.js';

const NEVER = Number.POSITIVE_INFINITY;

describe('A transaction of the writer', () => {
  let connection: Connection;
  beforeEach(() => {
    connection = openConnection(':memory:', 0);
    connection.file.exec('create table t (id text primary key, n integer) strict; begin; commit');
  });
  afterEach(() => connection.file.close());

  const insert = (id: string): Step => ({ kind: 'change', text: 'insert into t values (?, 0)', values: [id] });
  const raise = (id: string): Step => ({ kind: 'change', text: 'update t set n = n + 1 where id = ?', values: [id] });
  const find = (id: string): Step => ({
    kind: 'count',
    text: 'select count(*) as count from t where id = ?',
    values: [id],
  });
  const broken: Step = { kind: 'change', text: `insert into t values ('broken', 'no number')`, values: [] };
  const member = (steps: readonly Step[], deadline = NEVER): Member => ({ steps, deadline });
  const stored = () =>
    connection.file
      .prepare('select id from t order by id')
      .all()
      .map(({ id }) => id);
  const results = (members: readonly Member[]) =>
    applyBatch(connection, members).map((reply) => ('value' in reply ? reply.value.result : reply.outcome));

  it('keeps what other members changed if the condition of one member fails or its value is taken', () => {
    const members = [
      member([insert('a')]),
      member([insert('b'), raise('absent')]),
      member([insert('c'), insert('a')]),
      member([find('a'), raise('a'), insert('d')]),
      member([raise('b')]),
    ];
    expect(results(members)).toEqual(['applied', 'unmatched', 'taken', 'applied', 'unmatched']);
    expect(stored()).toEqual(['a', 'd']);
    expect(connection.file.isTransaction).toBe(false);
  });

  it('needs savepoints, which copy pages, only if a member that has changed something must be undone', () => {
    const texts: string[] = [];
    const prepared = (text: string) => {
      texts.push(text);
      return connection.prepared(text);
    };
    const apply = (...members: readonly Member[]) => {
      texts.length = 0;
      applyBatch({ ...connection, prepared }, members);
      return texts.filter((text) => text.startsWith('savepoint')).length;
    };
    expect(apply(member([insert('a'), raise('a')]), member([insert('b'), insert('c')]))).toBe(0);
    expect(apply(member([insert('a')]), member([raise('absent'), insert('d')]), member([insert('e')]))).toBe(0);
    expect(apply(member([insert('f')]), member([insert('g'), raise('absent')]))).toBe(2);
    expect(stored()).toEqual(['a', 'b', 'c', 'e', 'f']);
  });

  it('changes nothing at all after any other error, and fails for each member', () => {
    const members = [member([insert('a')]), member([broken]), member([raise('absent')]), member([insert('b')])];
    expect(results(members)).toEqual(['none', 'none', 'none', 'none']);
    expect(stored()).toEqual([]);
    expect(connection.file.isTransaction).toBe(false);
    expect(results([member([insert('a')])])).toEqual(['applied']);
  });

  it('has an unknown outcome for each member if the commit fails', () => {
    connection.file.exec('create table child (id text references t (id) deferrable initially deferred)');
    const orphan: Step = { kind: 'change', text: `insert into child values ('absent')`, values: [] };
    expect(results([member([insert('a')]), member([orphan])])).toEqual(['unknown', 'unknown']);
    expect(stored()).toEqual([]);
  });

  it('does not start a member whose deadline has passed', () => {
    const late = performance.now() - 1;
    expect(results([member([insert('late')], late), member([insert('a')])])).toEqual(['none', 'applied']);
    expect(stored()).toEqual(['a']);
  });

  it('leaves members for the next transaction after 20 ms', () => {
    const slow: Step = {
      kind: 'count',
      text: 'with recursive c(i) as (select 1 union all select i + 1 from c where i < 300000) select count(*) as count from c',
      values: [],
    };
    const members = Array.from({ length: 50 }, (_, index) => member([insert(`${index}`), slow]));
    const count = results(members).length;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(50);
    expect(stored()).toHaveLength(count);
  });

  it('returns the rows and the number of changed records of its last statement', () => {
    results([member([insert('a')]), member([insert('b')])]);
    const all: Step = { kind: 'change', text: 'update t set n = 7', values: [] };
    const taken: Step = { kind: 'returning', text: 'delete from t where id = ? returning *', values: ['a'] };
    const [changed, deleted] = applyBatch(connection, [member([all]), member([taken])]);
    expect(changed).toEqual({ value: { result: 'applied', changes: 2, rows: [] } });
    expect(deleted).toEqual({ value: { result: 'applied', changes: 1, rows: [{ id: 'a', n: 7 }] } });
  });

  describe('that inserts audit events', () => {
    beforeEach(() => {
      connection.file.exec(`
        create table audit_heads (_id text primary key, sequence integer, hash text);
        create table events (id text primary key, at integer, detail text, sequence integer unique, hash text);
        insert into audit_heads values ('audit', 7, 'before')`);
    });
    const FIELDS = ['id', 'at', 'detail', 'sequence', 'hash'];
    const add = (...ids: string[]): Step => ({
      kind: 'change',
      text: `insert into events values ${ids.map(() => '(?, ?, ?, ?, ?)').join(', ')}`,
      values: ids.flatMap((id) => [id, 0, '{"n":1}', 0, '']),
      audit: FIELDS,
    });
    const moveHead = (from: number, to: number): Step => ({
      kind: 'change',
      text: 'update audit_heads set sequence = ?, hash = ? where sequence = ?',
      values: [to, `moved to ${to}`, from],
      audit: 'head',
    });
    const sequences = () => connection.file.prepare('select id, sequence from events order by sequence').all();
    const head = () => connection.file.prepare('select sequence, hash from audit_heads').get();
    const eventOf = (id: string, sequence: number) =>
      ({ id, detail: { n: 1 }, sequence, at: new Date(0) }) as unknown as AuditEvent;

    it('numbers them without gaps, although members between them are not applied', () => {
      const members = [
        member([add('a'), insert('a')]),
        member([add('b'), raise('absent')]),
        member([add('c', 'd')]),
        member([add('e'), add('a')]),
        member([raise('a'), add('f')]),
      ];
      expect(results(members)).toEqual(['applied', 'unmatched', 'applied', 'taken', 'applied']);
      expect(sequences()).toEqual(
        ['a', 'c', 'd', 'f'].map((id, index) => expect.objectContaining({ id, sequence: 8 + index })),
      );
      expect(head()).toMatchObject({ sequence: 11 });
    });

    it('chains them, and stores the end of the log with the commit', () => {
      results([member([add('a')]), member([add('b')])]);
      results([member([add('c')])]);
      let previous = 'before';
      for (const [index, id] of ['a', 'b', 'c'].entries()) previous = hashOf(eventOf(id, 8 + index), previous);
      expect(head()).toEqual(expect.objectContaining({ sequence: 10, hash: previous }));
    });

    it('goes on from an end that another process, or another member, has moved', () => {
      results([member([add('a')])]);
      connection.file.exec(`update audit_heads set sequence = 20`);
      const members = [member([add('b')]), member([moveHead(21, 30)]), member([add('c')]), member([moveHead(21, 40)])];
      expect(results(members)).toEqual(['applied', 'applied', 'applied', 'unmatched']);
      expect(results([member([add('d')])])).toEqual(['applied']);
      expect(sequences().map(({ sequence }) => sequence)).toEqual([8, 21, 31, 32]);
    });

    it('adds two statements, however many events it inserts, and none without events', () => {
      const texts: string[] = [];
      const prepared = (text: string) => {
        texts.push(text);
        return connection.prepared(text);
      };
      applyBatch({ ...connection, prepared }, [
        member([add('a', 'b')]),
        member([add('c')]),
        member([add('d'), insert('d')]),
      ]);
      expect(texts.filter((text) => text.includes('audit_heads'))).toHaveLength(2);
      expect(texts.filter((text) => text.includes(' events '))).toEqual([
        expect.stringMatching(/^insert/),
        expect.stringMatching(/^insert/),
        expect.stringMatching(/^insert/),
      ]);
      texts.length = 0;
      applyBatch({ ...connection, prepared }, [member([insert('e')]), member([raise('e')])]);
      expect(texts.filter((text) => text.includes('audit'))).toEqual([]);
    });

    it('keeps no number if the transaction is undone', () => {
      expect(results([member([add('a')]), member([broken])])).toEqual(['none', 'none']);
      expect(head()).toMatchObject({ sequence: 7, hash: 'before' });
      expect(results([member([add('b')])])).toEqual(['applied']);
      expect(sequences()).toEqual([expect.objectContaining({ id: 'b', sequence: 8 })]);
    });
  });

  it('fails only for the members that are late while another connection holds the lock', () => {
    const late = performance.now() - 1;
    const [first, ...others] = dropLate([member([insert('a')], late), member([insert('b')])]);
    expect([first, others]).toEqual([expect.objectContaining({ outcome: 'none' }), []]);
    expect(dropLate([member([], late), member([], late)])).toHaveLength(2);
  });
});
