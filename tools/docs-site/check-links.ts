import { access } from 'node:fs/promises';
import { headingsIn, linksIn, parse } from './markdown.js';
import { type Page, resolveLink } from './pages.js';

/** Finds links and pictures that lead to a file or heading that does not exist. Returns each as `page: link`. */
export async function findBrokenLinks(pages: readonly Page[]): Promise<string[]> {
  const anchors = new Map(
    pages.map(({ path, markdown }) => [path, new Set(headingsIn(parse(markdown)).map(({ anchor }) => anchor))]),
  );
  const broken = pages.map(async ({ path, markdown }) => {
    const checked = linksIn(parse(markdown)).map(async ({ href }) =>
      (await isBroken(path, href, anchors)) ? [`${path}: ${href}`] : [],
    );
    return (await Promise.all(checked)).flat();
  });
  return (await Promise.all(broken)).flat();
}

async function isBroken(from: string, href: string, anchors: ReadonlyMap<string, Set<string>>): Promise<boolean> {
  const target = resolveLink(from, href);
  if (target === undefined) return false;
  if (target.anchor !== undefined && anchors.get(target.path)?.has(target.anchor) !== true) return true;
  return access(target.path).then(
    () => false,
    () => true,
  );
}
