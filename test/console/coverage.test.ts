import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, parse } from 'graphql';

/**
 * What no screen sends, because it is for programs. The Explorer can send it. The screen of a person shows the sessions
 * of that person.
 */
const ONLY_FOR_PROGRAMS = [
  'auditLogEnd',
  'freeUsername',
  'introspectToken',
  'revokeToken',
  'sessions',
  'userByUsername',
];

describe('the screens of the console', () => {
  it('send every query and mutation of the API that people need', () => {
    const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
    const offered = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}),
    );
    const sent = globSync('console/src/**/*.graphql').flatMap((file) =>
      parse(readFileSync(file, 'utf8')).definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
      ),
    );
    const names = new Set(sent.map((selection) => (selection.kind === Kind.FIELD ? selection.name.value : '')));
    expect(offered.filter((name) => !names.has(name)).sort()).toEqual(ONLY_FOR_PROGRAMS);
  });
});
