import * as z from 'zod';
import type { ExportedEvent } from './event-hash.js';

const texts = z.record(z.string(), z.string());

const eventSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  at: z.string(),
  sequence: z.number().int().nullable(),
  hash: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  salts: texts,
  erased: texts,
});

const endSchema = z.object({ auditLogEnd: z.string() });

/** One line of an export. */
export type ExportLine =
  | { readonly kind: 'event'; readonly event: ExportedEvent }
  | { readonly kind: 'end'; readonly jws: string }
  | { readonly kind: 'problem'; readonly problem: string }
  | { readonly kind: 'empty' };

export function readLine(line: string): ExportLine {
  if (line.trim() === '') return { kind: 'empty' };
  const value = parseJson(line);
  const end = endSchema.safeParse(value);
  if (end.success) return { kind: 'end', jws: end.data.auditLogEnd };
  const event = eventSchema.safeParse(value);
  if (event.success) return { kind: 'event', event: event.data };
  const start = line.length > 60 ? `${line.slice(0, 60)}…` : line;
  return { kind: 'problem', problem: `A line is not an audit event: ${start}` };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
