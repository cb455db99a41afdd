import { randomInt } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What the server asked the disk to do: a line of the record, and for a write the position of its bytes. */
export interface DiskOperation {
  readonly words: readonly string[];
  readonly bytes: Buffer;
  /** The length of the record up to the end of this operation. */
  readonly end: number;
}

/** Reads the record that `record-writes.c` wrote. */
export function* readOperations(record: Buffer): Generator<DiskOperation> {
  for (let start = 0; start < record.length; ) {
    const lineEnd = record.indexOf('\n', start);
    const words = record.toString('utf8', start, lineEnd).split(' ');
    const end = lineEnd + 1 + (words[0] === 'write' ? Number(words[3]) : 0);
    yield { words, bytes: record.subarray(lineEnd + 1, end), end };
    start = end;
  }
}

type Change = { readonly offset: number; readonly bytes: Buffer } | { readonly length: number };

interface FileOnDisk {
  content: Buffer;
  length: number;
  /** The changes since the file was synced. */
  waiting: Change[];
}

type NameChange =
  | { readonly kind: 'add'; readonly path: string; readonly file: FileOnDisk | 'directory' }
  | { readonly kind: 'remove'; readonly path: string };

/** How much of what was not synced an image has. Of a subset, writes can be torn at a sector. */
const REST = ['nothing', 'everything', 'first ones', 'subset'] as const;
const SECTOR_BYTES = 512;

/** A disk with what is stored for certain, and what a power failure can still lose. */
export interface Disk {
  apply(operation: DiskOperation): void;
  /** Writes the files as they can be after a power failure at this moment, below another folder. */
  writeImage(from: string, to: string): Promise<void>;
}

export function makeDisk(): Disk {
  const files = new Map<string, FileOnDisk>();
  /** The files by their present names, and by the names that are stored for certain. */
  const present = new Map<string, FileOnDisk | 'directory'>();
  const stored = new Map<string, FileOnDisk | 'directory'>();
  const waiting = new Map<string, NameChange[]>();

  const rename = (change: NameChange) => {
    changeName(present, change);
    const folder = dirname(change.path);
    waiting.set(folder, [...(waiting.get(folder) ?? []), change]);
  };
  const fileOf = (inode: string): FileOnDisk => {
    const file = files.get(inode);
    if (file === undefined) throw new Error(`The record changes the file ${inode}, which it has not created.`);
    return file;
  };
  const add = (path: string, file: FileOnDisk | 'directory' | undefined) => {
    if (file === undefined) throw new Error(`The record gives a name to a file that it has not created: ${path}.`);
    rename({ kind: 'add', path, file });
  };

  return {
    apply: ({ words: [kind, first = '', second = ''], bytes }) => {
      switch (kind) {
        case 'create': {
          const file = { content: Buffer.alloc(0), length: 0, waiting: [] };
          files.set(first, file);
          return add(second, file);
        }
        case 'mkdir':
          return add(first, 'directory');
        case 'link':
          return add(second, present.get(first));
        case 'rename': {
          const file = present.get(first);
          rename({ kind: 'remove', path: first });
          return add(second, file);
        }
        case 'unlink':
          return rename({ kind: 'remove', path: first });
        case 'write':
          fileOf(first).waiting.push({ offset: Number(second), bytes });
          return;
        case 'truncate':
          fileOf(first).waiting.push({ length: Number(second) });
          return;
        case 'sync': {
          const file = fileOf(first);
          for (const change of file.waiting) changeContent(file, change);
          file.waiting = [];
          return;
        }
        case 'sync-names':
          for (const change of waiting.get(first) ?? []) changeName(stored, change);
          waiting.delete(first);
          return;
        default:
          throw new Error(`The record has an unknown operation: ${kind}.`);
      }
    },
    writeImage: async (from, to) => {
      const rest = REST[randomInt(REST.length)] ?? 'nothing';
      const names = new Map(stored);
      for (const changes of waiting.values()) {
        // A file system stores changes of a directory in their order.
        for (const change of firstOnes(changes, rest)) changeName(names, change);
      }
      for (const [path, file] of names) {
        if (!path.startsWith(from)) continue;
        const target = to + path.slice(from.length);
        // A name in a directory that was lost is lost, too.
        if (path !== from && !isDirectory(names, dirname(path), from)) continue;
        if (file === 'directory') await mkdir(target, { recursive: true });
        else {
          await mkdir(dirname(target), { recursive: true });
          await writeFile(target, contentAfter(file, rest), { mode: 0o600 });
        }
      }
    },
  };
}

function isDirectory(names: ReadonlyMap<string, unknown>, path: string, root: string): boolean {
  return path === root || (names.get(path) === 'directory' && isDirectory(names, dirname(path), root));
}

function changeName(names: Map<string, FileOnDisk | 'directory'>, change: NameChange): void {
  if (change.kind === 'add') names.set(change.path, change.file);
  else names.delete(change.path);
}

function changeContent(file: FileOnDisk, change: Change): void {
  if ('length' in change) {
    if (change.length < file.length) file.content.fill(0, change.length, file.length);
    grow(file, change.length);
    file.length = change.length;
    return;
  }
  const end = change.offset + change.bytes.length;
  grow(file, end);
  change.bytes.copy(file.content, change.offset);
  file.length = Math.max(file.length, end);
}

function grow(file: FileOnDisk, length: number): void {
  if (length <= file.content.length) return;
  const larger = Buffer.alloc(length * 2);
  file.content.copy(larger, 0, 0, file.length);
  file.content = larger;
}

function firstOnes<T>(changes: readonly T[], rest: (typeof REST)[number]): readonly T[] {
  if (rest === 'nothing') return [];
  return rest === 'everything' ? changes : changes.slice(0, randomInt(changes.length + 1));
}

function contentAfter({ content, length, waiting }: FileOnDisk, rest: (typeof REST)[number]): Buffer {
  const copy: FileOnDisk = { content: Buffer.from(content.subarray(0, length)), length, waiting: [] };
  const chosen = rest === 'subset' ? waiting.filter(() => randomInt(2) === 0).map(torn) : firstOnes(waiting, rest);
  for (const change of chosen) changeContent(copy, change);
  return copy.content.subarray(0, copy.length);
}

/** Of a write that the disk had not finished, it can have stored only some sectors. */
function torn(change: Change): Change {
  if ('length' in change || randomInt(4) > 0) return change;
  const sectors = Math.ceil(change.bytes.length / SECTOR_BYTES);
  const first = randomInt(sectors) * SECTOR_BYTES;
  const end = first + (1 + randomInt(sectors)) * SECTOR_BYTES;
  return { offset: change.offset + first, bytes: change.bytes.subarray(first, end) };
}
