/**
 * The plugin of the bundler for the GraphQL operations of the console. It takes the spaces and line ends out of their
 * texts, because the browser loads and sends them. "Show as GraphQL" lays them out again, with
 * `console/src/parts/operation-layout.ts`.
 */
import { readFileSync } from 'node:fs';
import { stripIgnoredCharacters } from 'graphql';

/** A document in `console/src/generated`, as `tools/make-console-operations.ts` writes it. */
const DOCUMENT = /(?<= = `)[^`]+(?=` as TypedDocument)/g;

export const consoleOperations = {
  name: 'console-operations',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/console\/src\/generated\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(DOCUMENT, (text) => stripIgnoredCharacters(text)),
      loader: 'ts',
    }));
  },
};
