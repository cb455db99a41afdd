import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Administration, openAdministration, refusal } from '../support/administration.js';

const LONG = 'ﬀ'.repeat(1025);

describe('a text by which a query selects records', () => {
  let server: Administration;
  beforeAll(async () => {
    server = await openAdministration();
  });
  afterAll(() => server.close());

  it.each([
    ['search', 'users(search: $text) { totalCount }'],
    ['search', 'clients(search: $text) { totalCount }'],
    ['after', 'users(after: $text) { totalCount }'],
    ['username', 'userByUsername(username: $text) { id }'],
    ['actorId', 'auditEvents(filter: { actorId: $text }) { totalCount }'],
  ])('is refused if it is too long: %s in %s', async (argument, field) => {
    const query = (text: string) => server.call(`{ ${field.replace('$text', JSON.stringify(text))} }`);
    expect(refusal(await query(LONG))).toBe(`INVALID_INPUT ${argument}`);
    const short = await query(argument === 'after' ? 'a2V5Ong' : 'ada');
    expect(short.errors).toEqual([]);
  });

  it('is refused as an id too', async () => {
    for (const type of ['user', 'client', 'group', 'issuer']) {
      expect(refusal(await server.call(`{ ${type}(id: "${LONG}") { id } }`))).toBe('INVALID_INPUT id');
    }
  });
});
