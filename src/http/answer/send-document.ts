import { sha256 } from '../../keys/secrets.js';
import type { Response } from '../route.js';
import { endWithJson } from './send.js';

interface Prepared {
  readonly text: string;
  readonly etag: string;
}

/** The texts of documents that were sent, as long as the documents exist. */
const prepared = new WeakMap<object, Prepared>();

/** Sends a document that is the same object as long as it stays the same, so that it is serialized only once. */
export function sendDocument(response: Response, document: object): void {
  const { text, etag } = prepared.get(document) ?? prepare(document);
  response.setHeader('ETag', etag);
  if (response.req.fresh) response.status(304).end();
  else endWithJson(response, text);
}

function prepare(document: object): Prepared {
  const text = JSON.stringify(document);
  const made = { text, etag: `"${sha256(text)}"` };
  prepared.set(document, made);
  return made;
}
