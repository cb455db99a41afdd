/**
 * The plugin of the bundler for the parts that most screens are made of. The bundler makes a file for each set of screens
 * that share a module. If every screen imports all of these parts, they are one file instead of dozens of small ones,
 * which compress badly and need a request each.
 */
import { globSync } from 'node:fs';
import { resolve } from 'node:path';

const FOLDER = 'console/src/parts';
const NAMESPACE = 'console-parts';
/** Other modules that every screen can have, because the first files need them. */
const OTHERS = [
  'console/src/start.ts',
  'packages/admin/src/client/server-sent-events.ts',
  'packages/admin/src/client/send-operation.ts',
];
/** Few screens use these parts. */
const SELDOM = /^(chart|pick|pictures)\b/;

/** What a module of the console imports besides what its source says. */
export function importsOfParts(path) {
  return /\/src\/(screens\/|main\.tsx)/.test(path) ? [`import '${NAMESPACE}';`] : [];
}

export const consoleParts = {
  name: NAMESPACE,
  setup: ({ onLoad, onResolve }) => {
    // The package says that no import of it alone has an effect. Here it puts the module into the common file. The index of
    // the package imports the module too, and what resolves it first decides: so no module may import the index.
    onResolve({ filter: /^preact-iso\/lazy$/ }, () => ({
      path: resolve('node_modules/preact-iso/src/lazy.js'),
      sideEffects: true,
    }));
    onResolve({ filter: /^console-parts$/ }, () => ({ path: 'parts', namespace: NAMESPACE, sideEffects: true }));
    onLoad({ filter: /.*/, namespace: NAMESPACE }, () => ({
      contents: globSync('**/*.{ts,tsx}', { cwd: FOLDER })
        .filter((file) => !SELDOM.test(file))
        .sort()
        .map((file) => `import './${file}';`)
        .concat(
          OTHERS.map((file) => `import '../../../${file}';`),
          `import 'preact-iso/lazy';`,
        )
        .join(''),
      resolveDir: resolve(FOLDER),
    }));
  },
};
