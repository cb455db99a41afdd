import { fromBase64url, toBase64url } from '../server/base64url.js';

/** An operation with the JSON text of its variables, as the editors have it. */
export interface Draft {
  readonly document: string;
  readonly variables: string;
}

/** Base64url of a JSON object. Other fragments, such as that of "Skip to content", are not operations. */
const LINK = /^#(ey[\w-]{1,100000})$/;

/** Reads the operation of a link. `undefined` if the fragment has none, `damaged` if it cannot be read. */
export function parseOperationLink(fragment: string): Draft | 'damaged' | undefined {
  const [, text] = LINK.exec(fragment) ?? [];
  if (text === undefined) return undefined;
  try {
    const { document, variables = {} } = JSON.parse(fromBase64url(text)) as { document: unknown; variables?: unknown };
    if (typeof document !== 'string' || typeof variables !== 'object' || variables === null) return 'damaged';
    return { document, variables: Object.keys(variables).length === 0 ? '' : JSON.stringify(variables, null, 2) };
  } catch {
    return 'damaged';
  }
}

/** Makes the fragment of a link to the explorer. */
export function makeOperationLink(document: string, variables: object): string {
  return `#${toBase64url(new TextEncoder().encode(JSON.stringify({ document, variables })))}`;
}
