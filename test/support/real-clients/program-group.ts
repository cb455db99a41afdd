import type { SpawnOptions } from 'node:child_process';
import { type Program, start } from '../guides.js';

const GRACE_MS = 5_000;

/**
 * Starts a program in a process group of its own, so that `stop` also ends the processes that it starts. With jest's
 * NODE_ENV, Actual stores its data in the folder of its code.
 */
export function startGroup(command: string, args: readonly string[], options: SpawnOptions): Program {
  const program = start(command, args, { ...options, env: { ...options.env, NODE_ENV: undefined }, detached: true });
  return {
    ...program,
    stop: async () => {
      signalGroup(program, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(program, 'SIGKILL'), GRACE_MS);
      await program.ends();
      clearTimeout(timer);
    },
  };
}

function signalGroup({ child }: Program, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
