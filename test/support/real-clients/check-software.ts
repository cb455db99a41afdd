import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../free-port.js';
import type { Installed } from './install.js';
import { installAll } from './install-all.js';
import { type Server, startRealServer } from './server.js';
import type { Expected, Running, Settings, Software } from './software.js';
import { newVisitor } from './visitor.js';

const SIGN_IN_LIMIT_MS = 5 * 60_000;

/** Installs all, then checks each with a client of its own. `CLIENT=NAME` chooses one. */
export async function checkAll(folder: string, all: readonly Software[]): Promise<void> {
  const chosen = all.filter(({ name }) => [undefined, name].includes(process.env.CLIENT));
  const installed = await installAll(folder, chosen);
  for (const [index, software] of chosen.entries()) describeSoftware(software, installed[index] as Installed);
}

function describeSoftware(software: Software, installed: Installed): void {
  const { name } = software;
  if (installed.lacks !== undefined)
    describe.skip(`${name} (lacks ${installed.lacks})`, () => check(software, installed));
  else describe(name, () => check(software, installed));
}

function check(software: Software, installed: Installed): void {
  let server: Server;
  let settings: Settings;
  let running: Running | undefined;
  let stop = async () => {};

  beforeAll(async () => {
    server = await startRealServer();
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    settings = { issuer: server.issuer, port, origin, ...(await register(server, software, origin)) };
    if (software.role !== undefined) await server.setMembership('admins', true);
  });
  afterAll(async () => {
    await stop();
    await server?.stop();
  });

  it(
    `signs a user in${software.signOut ? ' and out' : ''} with the settings of its documentation.`,
    async () => {
      running = await software.start(installed, settings);
      stop = running.stop;
      const visitor = newVisitor(server.newPerson(), server.issuer);
      const known = await software.signIn(visitor, running).catch((cause) => {
        throw new Error(`${software.name} printed: ${running?.printed()}`, { cause });
      });
      expectKnown(known, software.expected(server.user, settings));
      if (software.signOut === undefined) return;
      await software.signOut(visitor, running);
      const session = await visitor.agent.get(`${server.issuer}/account`);
      expect([session.status, session.location?.pathname]).toEqual([303, '/login']);
    },
    SIGN_IN_LIMIT_MS,
  );

  const { role } = software;
  if (role === undefined) return;
  it(
    'follows a change of membership in a group at the next sign-in.',
    async () => {
      for (const isMember of [true, false, true]) {
        await server.setMembership('admins', isMember);
        const visitor = newVisitor(server.newPerson(), server.issuer);
        const text = await role.read(visitor, running as Running);
        const wanted = isMember ? role.member : role.other;
        if (!text.includes(wanted))
          throw new Error(`${isMember}: ${text} lacks ${wanted}. ${software.name} printed: ${running?.printed()}`);
      }
    },
    SIGN_IN_LIMIT_MS,
  );
}

async function register(
  server: Server,
  { template, callback }: Software,
  origin: string,
): Promise<Pick<Settings, 'client' | 'pasted'>> {
  if (template === undefined) return { client: await server.createClient([`${origin}${callback}`]) };
  return server.createFromTemplate(template.id, { url: origin, ...template.values });
}

/** A page must contain every text; data must contain every member. */
function expectKnown(known: unknown, expected: Expected): void {
  if (typeof known === 'string') for (const text of expected as string[]) expect(known).toContain(text);
  else expect(known).toMatchObject(expected);
}
