import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readSources, type SyntaxNode } from '../support/source.js';

/** Texts and templates of the sources, as patterns: a placeholder matches anything. */
async function errorTexts(): Promise<RegExp[]> {
  const nodes = (await readSources('src')).flatMap((source) => source.nodes);
  return nodes
    .map(partsOf)
    .filter((parts) => parts.join('').length >= 10)
    .map((parts) => new RegExp(parts.map(escapePattern).join('.+')));
}

/** The constant parts of a text or template. */
function partsOf({ type, value, quasis }: SyntaxNode): string[] {
  if (type === 'StringLiteral') return [String(value)];
  if (type !== 'TemplateLiteral') return [];
  return (quasis as readonly { value: { raw: string } }[]).map((part) => part.value.raw);
}

/** The cells of one column in all tables of a text. */
function column(markdown: string, index: number): string[] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|') && !/^\| (---|Error|You see)/.test(line));
  return rows.map((row) => row.split('|')[index + 1]?.trim() ?? '');
}

/** Texts in back-ticks that are sentences. */
function quotedIn(cell = ''): string[] {
  return cell.split('`').filter((text, index) => index % 2 === 1 && text.includes(' '));
}

describe('the documentation quotes texts as they are', () => {
  let known: RegExp[];
  let troubleshooting: string[];
  beforeAll(async () => {
    known = await errorTexts();
    const page = await readFile('docs/connect/troubleshooting.md', 'utf8');
    troubleshooting = column(page.split('## Names')[0] ?? '', 0);
  });

  /** `…` stands for the rest of a text, or for a value in it. */
  const isKnown = (text: string) =>
    known.some((pattern) => pattern.test(text.replace('…', 'RS256')) || startsAs(pattern.source, text));

  it('errors of the server, in docs/connect/request-objects.md', async () => {
    const page = await readFile('docs/connect/request-objects.md', 'utf8');
    const texts = column(page.slice(page.indexOf('| Error | Description')), 1);
    expect(texts.length).toBeGreaterThan(35);
    expect(texts.filter((text) => !isKnown(text.replace('; or iat', '')))).toEqual([]);
  });

  it('errors of the server, in docs/connect/troubleshooting.md', () => {
    const quoted = troubleshooting.flatMap((cell) => quotedIn(cell.split('openid-client says')[0]));
    expect(quoted.length).toBeGreaterThan(5);
    expect(quoted.filter((text) => !isKnown(text))).toEqual([]);
  });

  it('errors of openid-client, in docs/connect/troubleshooting.md', async () => {
    const files = ['openid-client', 'oauth4webapi'].map((name) =>
      readFile(`node_modules/${name}/build/index.js`, 'utf8'),
    );
    const library = (await Promise.all(files)).join('');
    const quoted = troubleshooting.flatMap((cell) => quotedIn(cell.split('openid-client says')[1]));
    expect(quoted.length).toBeGreaterThan(2);
    expect(quoted.filter((text) => !library.includes(text))).toEqual([]);
  });

  it('pages, in docs/connect/troubleshooting.md', async () => {
    const english = Object.values(JSON.parse(await readFile('src/pages/texts/en.json', 'utf8'))).join('\n');
    const quoted = troubleshooting.flatMap((cell) => /^"([^"]+)"$/.exec(cell)?.[1] ?? []);
    expect(quoted.length).toBeGreaterThan(1);
    expect(quoted.filter((text) => !english.includes(text.replace(/ ?…$/, '')))).toEqual([]);
  });
});

/** Whether a known text begins with the quoted one, which ends with an ellipsis or a full stop. */
function startsAs(source: string, text: string): boolean {
  return source.startsWith(escapePattern(text.replace(/ ?…$/, '')));
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
