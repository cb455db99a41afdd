import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { AdminError } from '../../model/errors.js';
import { statusError } from '../answer/status-error.js';
import type { Request } from '../route.js';

/** The most bytes of an uploaded image. `src/pictures` checks the limit too. */
const MAX_IMAGE_BYTES = 2_000_000;

/** A browser shows no answer while it still sends. So the rest of a file that is too large is read, and thrown away. */
const MAX_FORM_BYTES = 32_000_000;

/**
 * Receives a file that is the whole body of the request. A sender can cut it into millions of chunks, so they are copied
 * and not kept. Throws 413 if the file is too large, and 415 if it is compressed.
 */
export async function receiveBody(request: Request): Promise<Uint8Array> {
  if ((request.get('content-encoding') ?? 'identity') !== 'identity')
    throw statusError(415, 'The request body must not have a Content-Encoding.');
  if (Number(request.get('content-length') ?? 0) > MAX_IMAGE_BYTES) throw tooLarge();
  const content = Buffer.allocUnsafe(MAX_IMAGE_BYTES);
  let length = 0;
  let received = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    received += chunk.length;
    if (received > MAX_FORM_BYTES) throw tooLarge();
    length += chunk.copy(content, length);
  }
  if (received > MAX_IMAGE_BYTES) throw tooLarge();
  return content.subarray(0, length);
}

function tooLarge(): Error {
  return statusError(413, 'The request body is too large.', { Connection: 'close' });
}

/**
 * Receives the file that the form field `name` contains. Returns an empty array if the user chose no file, and a file
 * that is longer than permitted if it is too large. The names of the file and its type are not looked at.
 */
export async function receiveFile(request: Request, name: string): Promise<Uint8Array> {
  const content = Buffer.allocUnsafe(LIMITS.fileSize);
  let length = 0;
  const parser = openParser(request);
  parser.on('file', (field, file) => {
    file.on('data', (chunk: Buffer) => {
      if (field === name) length += chunk.copy(content, length);
    });
    file.on('error', () => undefined);
  });
  try {
    await pipeline(request, withinLimit, parser);
  } catch (error) {
    if (error instanceof AdminError) throw error;
    throw statusError(400, 'The form was not received completely. Try again.', { Connection: 'close' });
  }
  return content.subarray(0, length);
}

const LIMITS = {
  files: 1,
  // One byte more than permitted, so that a file that is too large is not taken for a complete one.
  fileSize: MAX_IMAGE_BYTES + 1,
  fields: 4,
  fieldSize: 1_024,
  fieldNameSize: 100,
  parts: 5,
  headerPairs: 20,
  headerSize: 4_096,
};

function openParser({ headers }: Request) {
  const type = headers['content-type'] ?? '';
  if (!/^multipart\/form-data;/i.test(type))
    throw statusError(415, 'The Content-Type of this request must be multipart/form-data.');
  try {
    return new Busboy({ headers: { ...headers, 'content-type': type }, limits: LIMITS });
  } catch {
    throw statusError(400, 'The form is malformed. Reload the page and try again.');
  }
}

async function* withinLimit(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAX_FORM_BYTES) throw new AdminError('INVALID_INPUT', 'The image is too large.', 'pictureFile');
    yield chunk;
  }
}
