import type { Source } from '../support/source.js';
import type { SourceRule } from './source-rule.js';

const MAX_FILES = 15;
/** The objects of a protocol are many and small. References in a GraphQL schema go both ways, so its folder is flat. */
const OTHER_LIMITS: Readonly<Record<string, number>> = {
  'src/oidc/protocol': 18,
  'src/graphql': Number.POSITIVE_INFINITY,
  'console/src/generated': Number.POSITIVE_INFINITY,
};

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function byFolder(sources: readonly Source[]): Map<string, Source[]> {
  return Map.groupBy(sources, ({ path }) => folderOf(path));
}

const foldersAreSmall: SourceRule = (sources) =>
  [...byFolder(sources)]
    .filter(([folder, { length }]) => length > (OTHER_LIMITS[folder] ?? MAX_FILES))
    .map(([folder, { length }]) => `${folder} has ${length} files`);

/**
 * A preamble is a block comment at the very top of a file, before an empty line or an import. A comment directly above
 * a declaration describes the declaration.
 */
const PREAMBLE = /^(?:#!.*\n)?\/\*(.*?)\*\/(?:\n\n|\n(?=import ))/s;

function preambleOf({ text }: Source): string | undefined {
  return PREAMBLE.exec(text)?.[1]
    ?.replaceAll(/^ *\*+ ?/gm, '')
    .trim();
}

const MIN_SENTENCES = 2;

/** An item of a list counts as a sentence. */
function sentencesIn(text: string): number {
  return text.match(/[.!?](?=\s|$)|^- /gm)?.length ?? 0;
}

const foldersHavePreambles: SourceRule = (sources) =>
  [...byFolder(sources)]
    .filter(([folder]) => !folder.endsWith('/generated'))
    .flatMap(([folder, files]) => {
      const preambles = files.flatMap((source) => preambleOf(source) ?? []);
      if (preambles.length !== 1) return [`${folder} has ${preambles.length} files that open with a preamble`];
      return preambles.every((text) => sentencesIn(text) >= MIN_SENTENCES)
        ? []
        : [`${folder} has a preamble of less than ${MIN_SENTENCES} sentences`];
    });

export const FOLDER_RULES = {
  'a folder has at most 15 files side by side': foldersAreSmall,
  "exactly one file of a folder opens with the folder's preamble": foldersHavePreambles,
} as const;
