/*
 * This folder sends the operation of the Explorer and shows what comes of it: a response, or the events of a
 * subscription. It must not know the editors of the operation. To understand this folder, read this file first.
 */

import { useEffect, useRef, useState } from 'preact/hooks';
import {
  AdminRequestError,
  type AdminRequestFault,
} from '../../../../../packages/admin/src/client/admin-request-error.js';
import { useConsole } from '../../../parts/console-context.js';
import { type OperationRequest, runOperation } from './run-operation.js';

/** `listening`: a subscription runs. `stopped`: the user ended it. */
export type RunState = 'new' | 'running' | 'listening' | 'done' | 'stopped';

/** What came of an operation. */
export interface Outcome {
  readonly state: RunState;
  /** The responses as JSON, the latest first. Only a subscription has several. */
  readonly responses: readonly string[];
  /** How many responses came, also those that are no longer shown. */
  readonly count: number;
  readonly faults: readonly AdminRequestFault[];
}

export interface Run {
  readonly outcome: Outcome;
  start(request: OperationRequest, isStream: boolean): void;
  stop(): void;
}

const NOTHING: Outcome = { state: 'new', responses: [], count: 0, faults: [] };
const MAX_RESPONSES = 50;

/** Runs one operation at a time. It ends when the user leaves the screen. */
export function useRun(): Run {
  const { connection } = useConsole();
  const [outcome, setOutcome] = useState(NOTHING);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  async function start(request: OperationRequest, isStream: boolean): Promise<void> {
    running.current?.abort();
    const ending = new AbortController();
    running.current = ending;
    const set = (change: (before: Outcome) => Outcome) => {
      if (running.current === ending) setOutcome(change);
    };
    set(() => ({ ...NOTHING, state: isStream ? 'listening' : 'running' }));
    try {
      for await (const body of runOperation(connection, request, ending.signal)) {
        const text = JSON.stringify(body, null, 2);
        set((before) => ({
          ...before,
          responses: [text, ...before.responses].slice(0, MAX_RESPONSES),
          count: before.count + 1,
          faults: body.errors ?? [],
        }));
      }
      set((before) => ({ ...before, state: 'done' }));
    } catch (error) {
      const faults = faultsOf(error);
      set((before) => ({ ...before, state: ending.signal.aborted ? 'stopped' : 'done', faults }));
    }
  }

  return {
    outcome,
    start: (request, isStream) => void start(request, isStream),
    stop: () => {
      running.current?.abort();
      setOutcome((before) => ({ ...before, state: 'stopped' }));
      running.current = undefined;
    },
  };
}

function faultsOf(error: unknown): readonly AdminRequestFault[] {
  return error instanceof AdminRequestError ? error.faults : [{ message: String(error) }];
}
