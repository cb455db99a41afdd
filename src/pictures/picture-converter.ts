/*
 * This folder converts uploaded images. Decoders of images are complex and read what strangers send, so they run as
 * WebAssembly in a child process that has little memory and time, no environment, and may open no other files. Only
 * this folder knows formats of images. It must not know who uploads or what the picture is for. To understand this
 * folder, read this file first, and then `convert-image.ts`, the program of the child process.
 */

import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Log, PictureConverter } from '../model/deps.js';
import { AdminError, ImageError } from '../model/errors.js';
import { MAX_UPLOAD_BYTES } from './image-format.js';
import { readHeader } from './read-header.js';

export interface ConverterLimits {
  /** The child process is killed after this time. */
  readonly timeMs: number;
  /** The most pages of 64 KiB that WebAssembly can use in the child process. */
  readonly pages: number;
}

/** An image of 24 megapixels needs 300 megabytes and a second, or several on a busy machine. */
const LIMITS: ConverterLimits = { timeMs: 20_000, pages: 6_144 };

/** One image is converted at a time, so that uploads slow sign-ins down as little as possible. These may wait. */
const MAX_WAITING = 8;

/** Makes the function that converts images. It runs at most one child process. */
export function makePictureConverter(log: Log, limits = LIMITS): PictureConverter {
  let pending = 0;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (bytes: Uint8Array, format: OutputFormat) => {
    if (pending > MAX_WAITING) throw tooBusy();
    pending += 1;
    const converted = last.then(() => runChild(bytes, format, limits));
    last = converted
      .catch(() => undefined)
      .finally(() => {
        pending -= 1;
      });
    return converted;
  };
  return {
    toPng: async (webp) => inTurn(webp, 'png'),
    convert: async (bytes, field) => {
      checkImage(bytes, field);
      const converted = inTurn(bytes, 'webp');
      try {
        return await converted;
      } catch (error) {
        log.info({ err: error }, 'an uploaded image cannot be converted');
        throw rejected('cannot be read. Save it again with another program, and make it smaller', field);
      }
    },
  };
}

/** Refuses most unsuitable files without a child process. */
function checkImage(bytes: Uint8Array, field: string): void {
  if (bytes.length > MAX_UPLOAD_BYTES) throw rejected('has more than 2 megabytes. Make it smaller', field);
  try {
    readHeader(bytes);
  } catch (error) {
    if (error instanceof ImageError) throw rejected(error.message, field);
    throw error;
  }
}

function rejected(message: string, field: string): AdminError {
  return new AdminError('INVALID_INPUT', `The image ${message}.`, field);
}

function tooBusy(): AdminError {
  return new AdminError('RATE_LIMITED', 'The server is converting other images. Try again in a minute.');
}

type OutputFormat = 'webp' | 'png';

const PROGRAM = fileURLToPath(new URL('convert-image.js', import.meta.url));

/** The folders that the child process may read: its own, that of the errors, and those of its packages. */
const READABLE = [
  new URL('./', import.meta.url),
  new URL('../model/', import.meta.url),
  ...['@jsquash/jpeg/decode.js', '@jsquash/png/decode.js', '@jsquash/webp/decode.js', 'wasm-feature-detect'].map(
    (name) => new URL(`${import.meta.resolve(name).split('/node_modules/')[0]}/node_modules/`),
  ),
].map((url) => `--allow-fs-read=${fileURLToPath(url)}*`);

/** The most bytes that the child process can return. A PNG image of 512 × 512 pixels has at most one megabyte. */
const MAX_OUTPUT_BYTES = 1_200_000;

/** Memory of JavaScript, in megabytes. Pixels are not counted here. */
const HEAP_MB = 64;

function runChild(bytes: Uint8Array, format: OutputFormat, { timeMs, pages }: ConverterLimits): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const words = ['--permission', '--no-warnings', `--max-old-space-size=${HEAP_MB}`, `--wasm-max-mem-pages=${pages}`];
    const child = spawn(process.execPath, [...words, ...READABLE, PROGRAM, format], {
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: timeMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    // Listens first, because a child process that cannot be started, for example with EMFILE, has no streams.
    child.once('error', reject);
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    const output: Buffer[] = [];
    let length = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      output.push(chunk);
      length += chunk.length;
      if (length > MAX_OUTPUT_BYTES) child.kill('SIGKILL');
    });
    child.once('close', (code, signal) => {
      process.off('exit', end);
      if (code === 0 && length > 0) resolve(Buffer.concat(output));
      else reject(new Error(`The child process ended with ${signal ?? code}.`));
    });
    lowerPriority(child.pid);
    // If the child process ends early, the rest of the image cannot be written to it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(bytes);
  });
}

/** Lets the server answer other requests first. */
function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // The child process has ended already, or the system has no priorities.
  }
}
