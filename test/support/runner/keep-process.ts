/**
 * Gives a file of tests the console that Jest reports, and keeps it from ending the worker. Returns a function that
 * undoes this, and what the file has changed: variables of the environment, and listeners of signals.
 */
export function keepProcess(console: Console): () => void {
  const variables = { ...process.env };
  const listeners = SIGNALS.map((signal) => [signal, process.listeners(signal)] as const);
  const { console: ownConsole, fetch } = globalThis;
  const { exit } = process;
  globalThis.console = console;
  process.exit = (code) => {
    throw new Error(`A test called process.exit(${code ?? ''}).`);
  };
  return () => {
    process.exit = exit;
    Object.assign(globalThis, { console: ownConsole, fetch });
    for (const name of Object.keys(process.env)) {
      if (variables[name] === undefined) delete process.env[name];
    }
    Object.assign(process.env, variables);
    for (const [signal, before] of listeners) {
      const added = process.listeners(signal).filter((listener) => !before.includes(listener));
      for (const listener of added) process.removeListener(signal, listener);
    }
  };
}

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
