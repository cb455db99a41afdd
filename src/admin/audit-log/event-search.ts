import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Deps } from '../../model/deps.js';
import type { AuditEventFilter } from '../../model/log/event-filter.js';
import { ROUTINE_EVENTS } from '../../model/log/routine-events.js';
import type { AdminCaller } from '../admin-caller.js';
import { invalid } from '../input-parser.js';
import { checkWords } from '../list-input.js';
import { matchesOfText } from './event-text.js';

/** What an administrator searches for in the audit log. */
export interface EventSearch extends Omit<AuditEventFilter, 'ipAddresses' | 'anyOf' | 'except'> {
  readonly ipAddress?: string | undefined;
  readonly text?: string | undefined;
  /** Whether events are found that happen all the time by themselves. */
  readonly includeRoutine?: boolean | undefined;
}

/** The filter of a search. It is not complete if the text matches more records than the server considers. */
export interface ResolvedSearch {
  readonly filter: AuditEventFilter;
  readonly isComplete: boolean;
}

/**
 * Converts a search to a filter of the store. Resolves the text to ids, so the filter of a reader who follows the log
 * does not change when a record gets another name.
 *
 * @throws AdminError `INVALID_INPUT` if the IP address is not one
 */
export async function resolveEventSearch(
  deps: Pick<Deps, 'store'>,
  caller: AdminCaller,
  { ipAddress, text, includeRoutine = true, ...given }: EventSearch,
): Promise<ResolvedSearch> {
  const filter = {
    ...given,
    ...(ipAddress !== undefined && { ipAddresses: spellingsOf(ipAddress) }),
    ...(!includeRoutine && { except: ROUTINE_EVENTS }),
  };
  if (text === undefined || text.trim() === '') return { filter, isComplete: true };
  checkWords('text', text);
  const { matches, isComplete } = await matchesOfText(deps, caller, text.trim());
  return { filter: { ...filter, anyOf: matches }, isComplete };
}

/** The spellings that an IP address can have in events: a socket for both protocols gives an IPv4 address a prefix. */
function spellingsOf(text: string): string[] {
  if (isIP(text) === 0) {
    throw invalid(
      'ipAddress',
      'must be a complete IP address, such as 192.0.2.1. To search for a part of an address, use `text`',
    );
  }
  const address = ipaddr.process(text);
  const mapped = address.kind() === 'ipv4' ? [`::ffff:${address.toString()}`] : [];
  return [...new Set([address.toString(), ...mapped, text.toLowerCase()])];
}
