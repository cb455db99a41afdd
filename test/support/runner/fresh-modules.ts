import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** `@jest/globals` of the file that runs. */
const KEY = Symbol.for('passgraph.test-globals');
const GLOBALS = new URL('./test-globals.js', import.meta.url).href;
const OUTPUT = new URL('../../../', import.meta.url).href;
/** These folders are loaded for each file: their modules register hooks, and remember servers and answers. */
const FRESH = [`${OUTPUT}test/`, `${OUTPUT}tools/`];

let files = 0;
let sourceMaps = new Map<string, string>();

/** From now on, an import of a module of the tests loads it for one more file of tests. */
export function beginFile(globals: object, registry: Map<string, string>): void {
  Reflect.set(globalThis, KEY, globals);
  files += 1;
  sourceMaps = registry;
}

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') return { url: `${GLOBALS}?file=${files}`, shortCircuit: true, format: 'module' };
    const resolved = next(specifier, context);
    if (!resolved.url.startsWith(OUTPUT) || !resolved.url.endsWith('.js')) return resolved;
    const url = FRESH.some((folder) => resolved.url.startsWith(folder))
      ? `${resolved.url}?file=${files}`
      : resolved.url;
    sourceMaps.set(url, `${fileURLToPath(resolved.url)}.map`);
    return { ...resolved, url };
  },
});
