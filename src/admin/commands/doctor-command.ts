import { AdminError } from '../../model/errors.js';
import { systemCaller } from '../caller-authentication.js';
import { askRunningServer, type ServerAnswer } from '../setup/running/running-server.js';
import { makeSetupChecks, type SetupCheck } from '../setup/setup-checks.js';
import type { CommandResult, StoreCommand } from './command.js';
import { type DoctorCheck, describeChecks } from './describe-checks.js';

/**
 * Prints the checks of the setup, with what to do. The running server checks itself. Without one, the command checks what
 * it can see.
 */
export const doctorCommand: StoreCommand<CommandResult> = {
  words: [],
  flags: ['json'],
  database: 'required',
  run: async (deps, _words, { flags = [], setup } = { isTerminal: false }) => {
    if (setup === undefined) throw new AdminError('CONFLICT', 'The command needs the surroundings of its process.');
    const [answer, own] = await Promise.all([
      askRunningServer(deps, setup),
      makeSetupChecks(deps, setup)(systemCaller),
    ]);
    return resultOf(
      [serverCheck(answer), ...(answer.checks === undefined ? own : uniteChecks(own, answer.checks))],
      flags,
    );
  },
  describeFailure: (sentence, flags) => resultOf([startCheck(sentence)], flags).text,
};

function resultOf(checks: readonly DoctorCheck[], flags: readonly string[]): CommandResult {
  const text = flags.includes('json') ? JSON.stringify({ checks }, undefined, 2) : describeChecks(checks);
  return { text, exitCode: checks.some(({ state }) => state === 'FAILED') ? 1 : 0 };
}

function serverCheck({ state, message }: ServerAnswer): DoctorCheck {
  return { id: 'SERVER', state, message, documentation: 'docs/check-setup.md#npm-run-doctor' };
}

function startCheck(sentence: string): DoctorCheck {
  const documentation = 'docs/operation.md#if-the-server-does-not-start';
  return { id: 'START', state: 'FAILED', message: sentence, documentation };
}

/**
 * Prefers the result of the running server. If the command has the same result with more text, keeps that, because the
 * command may also see why a mail failed.
 */
function uniteChecks(own: readonly SetupCheck[], ofServer: readonly SetupCheck[]): readonly SetupCheck[] {
  return ofServer.map((check) => {
    const same = own.find(({ id }) => id === check.id);
    return same?.message.startsWith(check.message) ? same : check;
  });
}
