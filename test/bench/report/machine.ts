import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** Which machine measured, with what, and when. */
export function machine(): string {
  const date = new Date().toISOString().slice(0, 10);
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return [
    `${date}, ${availableParallelism()} cores of ${cpus()[0]?.model.trim()}, ${gibibytes} GiB`,
    `Node.js ${process.version.slice(1)}, node-oidc-provider ${versionOf('oidc-provider')}.`,
  ].join('; ');
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
}
