import { sha256 } from '../../keys/secrets.js';
import type { Response } from '../route.js';

interface Prepared {
  readonly body: Buffer;
  readonly etag: string;
}

/** The bytes of documents that were sent, as long as the documents exist. */
const prepared = new WeakMap<object, Prepared>();

/** Sends a document that is the same object as long as it stays the same, so that it is serialized only once. */
export function sendDocument(response: Response, document: object): void {
  const { body, etag } = prepared.get(document) ?? prepare(document);
  response.setHeader('ETag', etag);
  response.type('json').send(body);
}

function prepare(document: object): Prepared {
  const body = Buffer.from(JSON.stringify(document));
  const made = { body, etag: `"${sha256(body)}"` };
  prepared.set(document, made);
  return made;
}
