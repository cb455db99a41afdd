import type { AdminPermission } from '../../model/server/administration.js';

export const CHECK_STATES = ['OK', 'WARNING', 'FAILED', 'UNKNOWN'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** The result of a check. */
export interface Finding {
  readonly state: CheckState;
  /** What is so and, if something is wrong, what to do. It names no user and no client. */
  readonly message: string;
  /** More of the message, for callers with the permission. */
  readonly more?: { readonly permission: AdminPermission; readonly text: string } | undefined;
}

export function ok(message: string): Finding {
  return { state: 'OK', message };
}

export function warning(message: string): Finding {
  return { state: 'WARNING', message };
}

export function failed(message: string): Finding {
  return { state: 'FAILED', message };
}

export function unknown(message: string): Finding {
  return { state: 'UNKNOWN', message };
}

/** Unites the problems that a check found. Without a problem, the check is OK and says `message`. */
export function worstOf(problems: readonly Finding[], message: string): Finding {
  if (problems.length === 0) return ok(message);
  const state = problems.some((problem) => problem.state === 'FAILED') ? 'FAILED' : 'WARNING';
  return { state, message: problems.map((problem) => problem.message).join(' ') };
}

/** Writes a time as a person reads it, such as `2026-11-30 08:15 UTC`. */
export function timeText(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export function dayText(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** `1 mail`, `2 mails`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
