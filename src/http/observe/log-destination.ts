import { closeSync, constants, fstatSync, openSync, write } from 'node:fs';
import { Socket } from 'node:net';

/**
 * Where the log is written. If the destination fails or is blocked, log lines are lost, but requests and the process
 * continue.
 */
export interface LogDestination {
  write(line: string): void;
  /** The number of log lines that were not written. */
  dropped(): number;
  /** Waits until all log lines are written or dropped, but not longer than `timeoutMs`. */
  flush(timeoutMs: number): Promise<void>;
}

/** Sends bytes, and calls `done` with the number of bytes that the destination has taken. */
export type SendBytes = (bytes: Buffer, done: (written: number) => void) => void;

/** The maximum number of characters that may wait for a slow destination. Further log lines are dropped. */
const MAX_WAITING_CHARACTERS = 1_048_576;

/**
 * The value of POSIX `PIPE_BUF` on Linux. A pipe writes up to this many bytes at once, so the lines of several
 * processes do not mix.
 */
const MAX_BATCH_CHARACTERS = 4096;

const FLUSH_CHECK_MS = 10;
const NEWLINE = 10;

/** Opens the log destination that a file descriptor refers to. The descriptor 1 is the standard output. */
export function openLogDestination(fd: number): LogDestination {
  const kind = fstatSync(fd);
  return makeLogDestination(kind.isFIFO() || kind.isSocket() ? sendToSocket(fd) : sendToFile(fd));
}

export function makeLogDestination(send: SendBytes): LogDestination {
  const waiting: string[] = [];
  let characters = 0;
  let isSending = false;
  let dropped = 0;
  /** Whether the destination took only the beginning of a line, so that the next line needs a line break before it. */
  let isBroken = false;
  function takeBatch(): string {
    let batch = waiting.shift() ?? '';
    while (waiting[0] !== undefined && batch.length + waiting[0].length <= MAX_BATCH_CHARACTERS) {
      batch += waiting.shift();
    }
    characters -= batch.length;
    return batch;
  }
  function sendNext(): void {
    isSending = waiting.length > 0;
    if (!isSending) return;
    const bytes = Buffer.from((isBroken ? '\n' : '') + takeBatch());
    send(bytes, (written) => {
      dropped += bytes.subarray(written).filter((byte, at) => byte === NEWLINE && (at > 0 || !isBroken)).length;
      if (written > 0) isBroken = bytes[written - 1] !== NEWLINE;
      sendNext();
    });
  }
  return {
    write: (line) => {
      if (characters + line.length > MAX_WAITING_CHARACTERS) {
        dropped += 1;
        return;
      }
      waiting.push(line);
      characters += line.length;
      if (!isSending) sendNext();
    },
    dropped: () => dropped,
    flush: async (timeoutMs) => {
      for (let waited = 0; isSending && waited < timeoutMs; waited += FLUSH_CHECK_MS) {
        await new Promise((resolve) => setTimeout(resolve, FLUSH_CHECK_MS));
      }
    },
  };
}

/** Writes log lines to a file or a terminal, in a thread of Node's pool. */
function sendToFile(fd: number): SendBytes {
  return (bytes, done) => {
    function writeFrom(start: number): void {
      write(fd, bytes, start, bytes.length - start, null, (error, written) => {
        if (error === null && written > 0 && start + written < bytes.length) writeFrom(start + written);
        else done(error === null ? start + written : start);
      });
    }
    writeFrom(0);
  };
}

/**
 * Writes log lines to a pipe or a socket without blocking. A blocking write to a full pipe would stop the whole process
 * until another program reads from the pipe.
 */
function sendToSocket(fd: number): SendBytes {
  const socket = new Socket({ fd: ownDescriptor(fd), readable: false, writable: true });
  // Ignore the error here, because the callback of `write` handles it. Without a listener, the error would end the
  // process.
  socket.on('error', () => undefined);
  socket.unref();
  return (bytes, done) => {
    if (socket.destroyed) setImmediate(done, 0);
    else socket.write(bytes, (error) => done(error ? 0 : bytes.length));
  };
}

/**
 * Opens the pipe a second time and returns the new descriptor. If the given descriptor became non-blocking, other
 * programs that use the same pipe, such as a shell, would be affected too. If the pipe cannot be opened, returns the
 * given descriptor.
 */
function ownDescriptor(fd: number): number {
  try {
    const own = openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
    if (fstatSync(own).ino === fstatSync(fd).ino) return own;
    closeSync(own);
  } catch {
    // Use the given descriptor, because a socket cannot be opened by a path, and only Linux has /proc.
  }
  return fd;
}
