/*
 * This folder runs the files of tests. Jest's own way gives each file a realm of its own, in which the application and
 * its packages are loaded and compiled again: seconds of processor time for each file. Here, the files of a worker
 * share the modules of `src` and of packages. `fresh-modules.ts` decides what each file loads for itself.
 */

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { beginFile } from './fresh-modules.js';
import { keepProcess } from './keep-process.js';

const require = createRequire(import.meta.url);
const { default: runWithCircus }: { readonly default: TestRunner } = require('jest-circus/runner');

/** Jest's interface for `testRunner`, as far as this file knows it. */
type TestRunner = (
  globalConfig: unknown,
  config: unknown,
  environment: Environment,
  runtime: Runtime,
  path: string,
  send: unknown,
) => Promise<unknown>;

interface Environment {
  readonly global: { readonly console: Console };
  readonly moduleMocker: { spyOn(): unknown; fn(): unknown; restoreAllMocks(): void };
}

interface Runtime {
  getSourceMaps(): Map<string, string>;
  requireModule(path: string): unknown;
  enterTestCode(): void;
  leaveTestCode(): void;
}

/** Runs a file with jest-circus, which does what it always does, but in the realm of the worker. */
const runTestFile: TestRunner = async (globalConfig, config, environment, runtime, path, send) => {
  const { moduleMocker } = environment;
  const inThisRealm = {
    requireInternalModule: loadCircus,
    requireModule: runtime.requireModule.bind(runtime),
    enterTestCode: runtime.enterTestCode.bind(runtime),
    leaveTestCode: runtime.leaveTestCode.bind(runtime),
    getSourceMaps: runtime.getSourceMaps.bind(runtime),
    setGlobalsForRuntime: (globals: object) => {
      const [spyOn, fn] = [moduleMocker.spyOn.bind(moduleMocker), moduleMocker.fn.bind(moduleMocker)];
      const jest = { spyOn, fn, setTimeout: setTestTimeout };
      beginFile({ ...globals, jest }, runtime.getSourceMaps());
      ownMatchers = new Set(Object.keys(matchers()));
    },
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (file: string) => import(pathToFileURL(file).href),
  };
  let ownMatchers: ReadonlySet<string> | undefined;
  const restoreProcess = keepProcess(environment.global.console);
  try {
    return await runWithCircus(globalConfig, config, environment, inThisRealm, path, send);
  } finally {
    moduleMocker.restoreAllMocks();
    for (const name of Object.keys(matchers())) if (ownMatchers?.has(name) === false) delete matchers()[name];
    restoreProcess();
  }
};
export default runTestFile;

/** Global values in which jest-circus keeps the tests of a file. */
const STATE = ['JEST_STATE_SYMBOL', 'EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL'];

/** Loads the modules of jest-circus without the tests of the file before. */
function loadCircus(path: string): unknown {
  for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
    if (STATE.includes(symbol.description ?? '')) Reflect.deleteProperty(globalThis, symbol);
  }
  delete require.cache[path];
  return require(path);
}

/** The functions of `expect`. `expect.extend` adds to them. */
function matchers(): Record<string, unknown> {
  return Reflect.get(globalThis, Symbol.for('$$jest-matchers-object')).matchers;
}

function setTestTimeout(milliseconds: number): void {
  Reflect.set(globalThis, Symbol.for('TEST_TIMEOUT_SYMBOL'), milliseconds);
}
