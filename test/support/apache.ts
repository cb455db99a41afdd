import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Where Debian and its descendants put them. */
const SERVER = '/usr/sbin/apache2';
const MODULES = '/usr/lib/apache2/modules';

/** What this machine lacks to run it, as the end of a sentence. */
export function lackOfApache(): string | undefined {
  const missing = [SERVER, `${MODULES}/mod_auth_openidc.so`].filter((path) => !existsSync(path));
  if (missing.length === 0) return undefined;
  return 'Apache with mod_auth_openidc: apt-get install apache2-bin libapache2-mod-auth-openidc';
}

/** Apache as a child process, on a port and in a folder of its own. */
export interface Apache {
  readonly origin: string;
  stop(): Promise<void>;
}

const LOADED = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'dir', 'mime', 'include', 'auth_openidc'];

/** What is behind the sign-in tells who came. */
const PROTECTED = `<!doctype html><title>Protected</title>
<p id="user"><!--#echo var="REMOTE_USER" --></p><p id="name"><!--#echo var="OIDC_CLAIM_name" --></p>`;

function configuration(folder: string, port: number, settings: string): string {
  return `
ServerRoot "${folder}"
DefaultRuntimeDir "${folder}"
PidFile "${folder}/apache.pid"
ErrorLog "|/bin/cat"
LogLevel notice
Listen 127.0.0.1:${port}
ServerName localhost:${port}
${process.getuid?.() === 0 ? 'User #65534\nGroup #65534' : ''}
${LOADED.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
DocumentRoot "${folder}"
DirectoryIndex index.shtml
TypesConfig /dev/null
AddType text/html .shtml .html
AddOutputFilter INCLUDES .shtml
<Directory "${folder}">
  Options +Includes
  Require all denied
</Directory>
<Location "/goodbye.html">
  Require all granted
</Location>
${settings}
`;
}

/** At this port; `settings` are those of mod_auth_openidc, which protect the page at `/protected/`. */
export async function startApache(port: number, settings: string): Promise<Apache> {
  const folder = await mkdtemp(join(tmpdir(), 'passgraph-apache-'));
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'protected'));
  await writeFile(join(folder, 'protected/index.shtml'), PROTECTED);
  await writeFile(join(folder, 'goodbye.html'), '<!doctype html><title>Goodbye</title><h1>Goodbye</h1>');
  const file = join(folder, 'apache.conf');
  await writeFile(file, configuration(folder, port, settings));
  const server = spawn(SERVER, ['-D', 'FOREGROUND', '-f', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  await untilItListens(server);
  return {
    origin: `http://localhost:${port}`,
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      if (server.exitCode === null) {
        server.kill('SIGTERM');
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** It says so in its log; what it said until then is told where it ends before. */
function untilItListens(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    for (const stream of [server.stdout, server.stderr]) {
      if (stream === null) continue;
      createInterface(stream).on('line', (line) => {
        said.push(line);
        if (line.includes('resuming normal operations')) resolve();
      });
    }
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`Apache ended:\n${said.join('\n')}`)));
  });
}
