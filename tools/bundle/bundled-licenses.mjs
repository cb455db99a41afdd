import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns the licence texts of all packages in the bundle. The MIT and ISC licences require that every copy of a
 * package comes with its licence text.
 */
export function licensesOf(inputs) {
  const packages = inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  const texts = [...new Set(packages.filter((path) => path !== undefined))].sort().map((path) => {
    const file = readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
    if (file === undefined || !existsSync(join(path, file)))
      throw new Error(`The package in ${path} has no licence file, so it must not be bundled.`);
    const { name, version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    return `${name} ${version}\n\n${readFileSync(join(path, file), 'utf8').trim()}\n`;
  });
  return texts.join('\n----\n\n');
}
