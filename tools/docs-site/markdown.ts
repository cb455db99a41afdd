import highlighter from 'highlight.js';
import MarkdownIt, { type Token } from 'markdown-it';
import anchors from 'markdown-it-anchor';

/**
 * Returns the anchor of a heading. GitHub gives the heading the same anchor, so a link to the heading works on GitHub
 * and on the website.
 */
export function slugOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly anchor: string;
}

const markdown = new MarkdownIt({ highlight });
markdown.use(anchors, { slugify: slugOf, uniqueSlugStartIndex: 1, tabIndex: false });

/** Maps the names of languages in our Markdown files to the names that the syntax highlighter knows. */
const LANGUAGES: Readonly<Record<string, string>> = { sh: 'bash', template: 'nginx', mjs: 'js', conf: 'apache' };

/** Returns the code as HTML with syntax colours, or without colours if the highlighter does not know the language. */
export function highlight(code: string, info: string): string {
  const [name = ''] = info.split(' ');
  const language = LANGUAGES[name] ?? name;
  if (highlighter.getLanguage(language) === undefined) return markdown.utils.escapeHtml(code);
  return highlighter.highlight(code, { language }).value;
}

export function parse(text: string): Token[] {
  return markdown.parse(text, {});
}

/** Converts Markdown to HTML. `toHref` converts the target of each link or picture to its address on the website. */
export function render(text: string, toHref: (href: string) => string): string {
  const tokens = parse(text);
  for (const { token, attribute, href } of linksIn(tokens)) token.attrSet(attribute, toHref(href));
  const html = markdown.renderer.render(tokens, markdown.options, {});
  return html.replaceAll('<table>', '<div class="table"><table>').replaceAll('</table>', '</table></div>');
}

export interface Link {
  readonly href: string;
  readonly token: Token;
  readonly attribute: 'href' | 'src';
}

export function linksIn(tokens: readonly Token[]): Link[] {
  return tokens.flatMap((token) => {
    const attribute = ATTRIBUTES[token.type];
    const here = attribute === undefined ? [] : [{ href: String(token.attrGet(attribute) ?? ''), token, attribute }];
    return [...here, ...linksIn(token.children ?? [])];
  });
}

const ATTRIBUTES: Readonly<Record<string, 'href' | 'src'>> = { link_open: 'href', image: 'src' };

export function headingsIn(tokens: readonly Token[]): Heading[] {
  return tokens.flatMap((token, index) => {
    if (token.type !== 'heading_open') return [];
    const text = (tokens[index + 1]?.children ?? []).map(({ content }) => content).join('');
    return [{ level: Number(token.tag.slice(1)), text, anchor: String(token.attrGet('id') ?? '') }];
  });
}
