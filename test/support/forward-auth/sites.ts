import { readFile, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { request as send } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { blocksIn, type Program, start } from '../guides.js';
import { replaceAll, runNginx, writeCertificate } from '../proxies.js';

/** A proxy with the configuration of docs/connect/forward-auth.md. */
export interface SiteProxy {
  readonly name: string;
  readonly executable: string;
  readonly installs: string;
  start(place: Place): Promise<Program>;
}

export interface Place {
  readonly folder: string;
  readonly port: number;
  /** The ports of Passgraph and of the application. */
  readonly server: number;
  readonly app: number;
}

export const SITE_PROXIES: readonly SiteProxy[] = [
  { name: 'Caddy', executable: '/usr/bin/caddy', installs: 'caddy', start: startCaddy },
  { name: 'nginx', executable: '/usr/sbin/nginx', installs: 'nginx-light', start: startNginx },
  { name: 'HAProxy', executable: '/usr/sbin/haproxy', installs: 'haproxy', start: startHaproxy },
];

/** The hosts of the guide, and those of the test. Browsers find every name that ends with `.localhost`. */
export const HOSTS = { notes: 'notes.localhost', wiki: 'wiki.localhost' } as const;

/** A block of the guide, for the hosts and ports of the test. Every text has to occur. */
async function configuration(info: string, { server, app }: Place, more: Replacements): Promise<string> {
  return guideText(info, [
    ...more,
    ['localhost:3000', `127.0.0.1:${server}`],
    ['localhost:8080', `127.0.0.1:${app}`],
    ['notes.example.com', HOSTS.notes],
  ]);
}

type Replacements = readonly (readonly [from: string, to: string])[];

async function guideText(info: string, replacements: Replacements): Promise<string> {
  const blocks = blocksIn(await readFile('docs/connect/forward-auth.md', 'utf8'));
  const block = blocks.find((one) => one.info === info)?.code;
  if (block === undefined) throw new Error(`The guide has no block ${info}.`);
  return replaceAll(block, replacements);
}

/** A second host with the same configuration, as an administrator would copy it. */
function copied(text: string): string {
  return text.replaceAll(HOSTS.notes, HOSTS.wiki);
}

/** Starts Caddy at `http://localhost:PORT`, as the guide describes it to try forward auth. */
export async function startLocalCaddy({ folder, port, server, app }: Place): Promise<Program> {
  const sites = await guideText('caddy Caddyfile-localhost', [
    ['localhost:8090', `localhost:${port}`],
    ['{host}:8090', `{host}:${port}`],
    ['localhost:3000', `127.0.0.1:${server}`],
    ['localhost:8080', `127.0.0.1:${app}`],
  ]);
  return runCaddy(folder, sites);
}

async function startCaddy(place: Place): Promise<Program> {
  const { port } = place;
  const guide = await configuration('caddy Caddyfile', place, [
    ['login.example.com', 'login.localhost'],
    ['X-Forwarded-Host {host}', `X-Forwarded-Host {host}:${port}`],
  ]);
  const [head = '', site = ''] = guide.split(/(?=^notes\.localhost)/m);
  return runCaddy(place.folder, `${head}${site}${copied(site)}`.replace(/^(\w+\.localhost) \{/gm, `$1:${port} {`));
}

async function runCaddy(folder: string, sites: string): Promise<Program> {
  const options = '{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n';
  const file = join(folder, 'Caddyfile');
  await writeFile(file, options + sites);
  const env = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  return start('/usr/bin/caddy', ['run', '--config', file, '--adapter', 'caddyfile'], { env });
}

async function startNginx(place: Place): Promise<Program> {
  const { folder, port } = place;
  await writeCertificate(folder);
  const guide = await configuration('nginx notes.conf', place, [
    ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    ['/etc/nginx/certificates', folder],
    ['://notes.example.com', `://${HOSTS.notes}:${port}`],
    ['Host notes.example.com', `Host ${HOSTS.notes}:${port}`],
  ]);
  const [head = '', site = ''] = guide.split(/(?=^server \{)/m);
  return runNginx(folder, `${head}${site}${copied(site)}`);
}

async function startHaproxy(place: Place): Promise<Program> {
  const { folder, port, server, app } = place;
  await writeCertificate(folder);
  const pems = await Promise.all(['fullchain.pem', 'privkey.pem'].map((name) => readFile(join(folder, name), 'utf8')));
  await writeFile(join(folder, 'haproxy.pem'), pems.join('\n'));
  const upstreams = [
    ['127.0.0.1:3000', `127.0.0.1:${server}`],
    ['127.0.0.1:8080', `127.0.0.1:${app}`],
  ] as const;
  const script = join(folder, 'passgraph.lua');
  await writeFile(script, await guideText('lua passgraph.lua', [upstreams[0]]));
  const guide = await guideText('haproxy haproxy.cfg', [
    ...upstreams,
    ['/etc/haproxy/passgraph.lua', script],
    ['bind :443 ssl crt /etc/haproxy/certificates/', `bind 127.0.0.1:${port} ssl crt ${folder}/haproxy.pem`],
    ['hdr(host) -i notes.example.com', `hdr(host) -i ${HOSTS.notes}:${port}`],
  ]);
  const file = join(folder, 'haproxy.cfg');
  const [route = ''] = /^ *use_backend notes.*\n/m.exec(guide) ?? [];
  await writeFile(file, guide.replace(route, route + copied(route)));
  return start('/usr/sbin/haproxy', ['-f', file, '-db']);
}

export interface SiteAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface SiteRequest {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
}

/** Sends a request to a host of the proxy, without a browser. Names that end with `.localhost` need no resolver. */
export function askSite(
  origin: string,
  path: string,
  { method = 'GET', headers = {}, body = '' }: SiteRequest = {},
): Promise<SiteAnswer> {
  const { hostname, host, port } = new URL(origin);
  const options = { host: '127.0.0.1', port, servername: hostname, rejectUnauthorized: false, agent: false } as const;
  return new Promise((resolve, reject) => {
    const sent = send({ ...options, path, method, headers: { host, ...headers } }, async (response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: await text(response) });
    });
    sent.once('error', reject).end(body);
  });
}

/** Opens a connection to a host of the proxy, on which a test can write what it wants. */
export function connectToSite(origin: string): Promise<TLSSocket> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), servername: hostname, rejectUnauthorized: false });
    socket.setEncoding('latin1').once('error', reject);
    socket.once('secureConnect', () => resolve(socket));
  });
}

/** Sends a text as it stands and gives what comes back first. */
export async function sendToSite(origin: string, sent: string): Promise<string> {
  const socket = await connectToSite(origin);
  const first = new Promise<string>((resolve) => {
    socket.once('data', (chunk) => resolve(String(chunk))).once('close', () => resolve(''));
  });
  socket.write(sent);
  const received = await first;
  socket.destroy();
  return received;
}

/** Waits until the proxy answers over TLS. */
export async function untilProxied(program: Program, origin: string): Promise<void> {
  for (;;) {
    if (program.child.exitCode !== null) throw new Error(`The proxy ended: ${program.printed()}`);
    const answer = await askSite(origin, '/').catch(() => undefined);
    if (answer !== undefined && answer.status < 500) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
