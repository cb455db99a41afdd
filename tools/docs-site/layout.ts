import { dirname, relative } from 'node:path/posix';
import { type Heading, slugOf } from './markdown.js';
import type { Section } from './navigation.js';

export interface Document {
  readonly title: string;
  readonly url: string;
  readonly body: string;
  readonly headings: readonly Heading[];
}

/**
 * Returns a relative link from one page to another. With relative links, the website works in any folder and without a
 * web server.
 */
export function hrefFrom(url: string, target: string): string {
  return relative(dirname(url), target) || '.';
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

export function layOut({ title, url, body, headings }: Document, navigation: readonly Section[]): string {
  const to = (target: string) => escapeHtml(hrefFrom(url, target));
  return `<!doctype html>
<html lang="en" data-root="${to('index.html').replace(/index\.html$/, '')}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Passgraph</title>
<link rel="stylesheet" href="${to('assets/site.css')}">
<script defer src="${to('assets/minisearch.js')}"></script>
<script defer src="${to('assets/search-index.js')}"></script>
<script defer src="${to('assets/search.js')}"></script>
<a class="skip" href="#content">Skip to content</a>
<header>
  <a class="home" href="${to('index.html')}">Passgraph</a>
  <form role="search">
    <input type="search" id="query" placeholder="Search" aria-label="Search the documentation" autocomplete="off">
    <ol id="results" hidden></ol>
  </form>
</header>
<div class="columns">
<nav aria-label="Pages">${navigation.map((section) => sectionHtml(section, url)).join('')}</nav>
<main id="content">${body}</main>
${contents(headings)}
</div>
</html>
`;
}

function sectionHtml({ title, pages }: Section, url: string): string {
  const item = (page: { title: string; url: string }) => {
    const current = page.url === url ? ' aria-current="page"' : '';
    return `<a href="${escapeHtml(hrefFrom(url, page.url))}"${current}>${escapeHtml(page.title)}</a>`;
  };
  const items = pages.map(({ page, below }) => {
    const inner = below.map((one) => `<li>${item(one)}`).join('');
    return `<li>${item(page)}${inner === '' ? '' : `<ul>${inner}</ul>`}`;
  });
  return `<h2 id="nav-${slugOf(title)}">${escapeHtml(title)}</h2><ul>${items.join('')}</ul>`;
}

function contents(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level }) => level === 2);
  if (shown.length < 2) return '';
  const items = shown.map(({ anchor, text }) => `<li><a href="#${escapeHtml(anchor)}">${escapeHtml(text)}</a>`);
  return `<aside aria-label="On this page"><h2>On this page</h2><ul>${items.join('')}</ul></aside>`;
}
