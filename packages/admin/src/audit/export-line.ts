import * as z from 'zod';
import type { ExportedEvent } from './event-hash.js';
import { printable } from './findings.js';
import type { NumberedLine } from './read-lines.js';

const texts = z.record(z.string(), z.string());

const eventSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  at: z.string(),
  sequence: z.number().int().min(1),
  hash: z.string(),
  detail: z.record(z.string(), z.unknown()),
  salts: texts,
  erased: texts,
});

const endSchema = z.strictObject({ auditLogEnd: z.string() });

/** One line of an export. */
export type ExportLine =
  | { readonly kind: 'event'; readonly event: ExportedEvent }
  | { readonly kind: 'end'; readonly jws: string }
  | { readonly kind: 'problem'; readonly problem: string }
  | { readonly kind: 'empty' };

export function readLine({ number, text }: NumberedLine): ExportLine {
  if (text === undefined) return { kind: 'problem', problem: `Line ${number} is too long, or is not UTF-8.` };
  if (text.trim() === '') return { kind: 'empty' };
  const value = parseJson(text);
  const end = endSchema.safeParse(value);
  const event = eventSchema.safeParse(value);
  if (!end.success && !event.success)
    return { kind: 'problem', problem: `Line ${number} is not an audit event with a sequence: ${printable(text)}` };
  if (!isAsWritten(value, text))
    return {
      kind: 'problem',
      problem: `Line ${number} is not as export-audit wrote it, for example because a member occurs twice: ${printable(text)}`,
    };
  if (end.success) return { kind: 'end', jws: end.data.auditLogEnd };
  // Not the result of the schema, which omits a member named `__proto__`.
  return { kind: 'event', event: value as ExportedEvent };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** JSON has several texts for one value. Only one is accepted, because other programs could read the others otherwise. */
function isAsWritten(value: unknown, text: string): boolean {
  try {
    return JSON.stringify(value) === text;
  } catch {
    return false;
  }
}
