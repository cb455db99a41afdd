import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { type Masked, maskText, maskUrl, maskValue } from './mask.js';

/** One request and its answer, masked. What was sent serves the reader; the rest is compared. */
export interface Exchange {
  readonly request: Masked;
  readonly sent: Masked;
  readonly status: number;
  readonly headers: Masked;
  readonly body: Masked;
}

export function makeExchange(request: IncomingMessage, sent: string, response: ServerResponse, body: Buffer): Exchange {
  return {
    request: { method: request.method ?? '', target: maskUrl(request.url ?? '') },
    sent: maskBody(request.headers['content-type'], sent),
    status: response.statusCode,
    headers: maskHeaders(response.getHeaders()),
    body: maskContent(response, decoded(body, response.getHeader('content-encoding'))),
  };
}

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  br: brotliDecompressSync,
  deflate: inflateSync,
  gzip: gunzipSync,
  zstd: zstdDecompressSync,
};

/** An answer to HEAD, and one without content, name an encoding of nothing. */
function decoded(body: Buffer, encoding: unknown): Buffer {
  const decode = DECODERS[String(encoding)];
  return decode === undefined || body.length === 0 ? body : decode(body);
}

function maskHeaders(headers: OutgoingHttpHeaders): Masked {
  const masked = Object.entries(headers).map(([name, value]) => [name, maskHeader(name, value)]);
  return maskValue(Object.fromEntries(masked));
}

function maskHeader(name: string, value: OutgoingHttpHeaders[string]): unknown {
  if (name === 'etag' || name === 'content-length') return `<${name}>`;
  if (name === 'set-cookie') return [value ?? []].flat().map((line) => String(line).replace(/=[^;]+/, '=<value>'));
  if (name === 'location') return maskUrl(String(value));
  return Array.isArray(value) ? value : String(value);
}

const TEXT = /^text\/(html|plain)/;

function maskContent(response: ServerResponse, body: Buffer): Masked {
  const type = String(response.getHeader('content-type') ?? '');
  if (body.length === 0 || TEXT.test(type) || /json|jwt/.test(type)) return maskBody(type, body.toString());
  return `sha256 ${createHash('sha256').update(body).digest('hex').slice(0, 16)}`;
}

function maskBody(type = '', text: string): Masked {
  if (text === '') return '';
  if (type.includes('json')) return maskJson(text);
  if (type.startsWith('application/x-www-form-urlencoded')) return maskUrl(`?${text}`);
  if (type.includes('jwt')) return maskValue(text);
  return linesOf(type.startsWith('text/html') ? text.replaceAll('<', '\n<') : text);
}

function maskJson(text: string): Masked {
  try {
    return maskValue(JSON.parse(text));
  } catch {
    return maskText(text);
  }
}

/** What Prometheus reads of the process itself, and the number at the end of its other lines. */
const PROCESS_METRIC = /^(nodejs|process)_/;
const MEASURED = /(?<=^[a-z_]+\{.*\} )[\d.e+-]+$/;

function linesOf(text: string): Masked {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !PROCESS_METRIC.test(line))
    .map((line) => maskText(line.replace(MEASURED, '<number>')));
}
