import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Installed } from './install.js';
import { startGroup } from './program-group.js';
import type { User } from './server.js';
import type { Running, Settings, Software } from './software.js';
import type { Visitor } from './visitor.js';

/** A library, used by the program in its folder. */
export interface Library {
  readonly name: string;
  readonly package: string;
  readonly documentation: string;
  /** Which settings of its documentation it uses, as Markdown. */
  readonly settings: string;
  readonly callback?: string;
  /** Where the sign-in starts. */
  readonly login?: string;
  /** If the sign-in starts with a form, text in it. */
  readonly form?: string;
  /** The page that shows the result, if it is not the page after the sign-in. */
  readonly result?: string;
  /** What its program shows: claims of the verified ID token or only one of them, userinfo, `sub` after a refresh. */
  readonly shows: readonly ('claims' | 'subject' | 'email' | 'userinfo' | 'refreshed')[];
  readonly signsOut?: true;
  readonly command?: readonly string[];
  readonly isQuick?: true;
}

/** Every library is checked in the same way, by a program in its folder. */
export function toSoftware(library: Library): Software {
  const { name, documentation, settings, callback = '/callback', isQuick = false, signsOut } = library;
  return {
    name,
    package: library.package,
    documentation,
    settings,
    callback,
    isQuick,
    start: (installed, values) => startProgram(library, installed, values),
    signIn: (visitor, running) => signIn(library, visitor, running),
    expected: (user, values) => expected(library, user, values),
    ...(signsOut && { signOut: (visitor, { origin }) => visitor.open(`${origin}/logout`) }),
  };
}

/** The program answers at its port with JSON that has the members `shows`. */
async function startProgram(library: Library, installed: Installed, settings: Settings): Promise<Running> {
  const { issuer, client, port, origin } = settings;
  const data = await mkdtemp(join(tmpdir(), 'passgraph-client-'));
  const [command = '', ...args] = library.command ?? installed.command;
  const env = {
    ISSUER: issuer,
    CLIENT_ID: client.id,
    CLIENT_SECRET: client.secret,
    PORT: `${port}`,
    DATA: data,
    NEXTAUTH_URL: origin,
    NEXTAUTH_SECRET: 'the secret of this check, which nothing else knows',
  };
  const program = startGroup(command, args, { cwd: installed.folder, env });
  const stop = async () => {
    await program.stop();
    await rm(data, { recursive: true });
  };
  await program.listens(origin).catch(async (error: Error) => {
    await stop();
    throw error;
  });
  return { origin, printed: program.printed, stop };
}

async function signIn({ login = '/login', form, result }: Library, visitor: Visitor, { origin }: Running) {
  const first = await visitor.open(`${origin}${login}`);
  const arrived = form === undefined ? first : await visitor.submit(first, form);
  const { text } = result === undefined ? arrived : await visitor.open(`${origin}${result}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${arrived.url} answered ${arrived.status}: ${text}`);
  }
}

function expected({ shows }: Library, { id, email, name }: User, { issuer }: Settings): Record<string, unknown> {
  const all = {
    claims: { iss: issuer, sub: id },
    subject: id,
    email,
    userinfo: { sub: id, email, name },
    refreshed: id,
  };
  return Object.fromEntries(shows.map((part) => [part, all[part]]));
}
