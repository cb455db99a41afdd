import 'reflect-metadata';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { X509CertificateGenerator } from '@peculiar/x509';
import { freePort } from './free-port.js';
import { type Program, start } from './guides.js';

/** A proxy of deploy/ in front of a test's server. */
export interface Proxy {
  readonly name: string;
  readonly executable: string;
  readonly installs: string;
  /** Starts it at `https://localhost:PORT`, in front of the server at `upstream`, with its files in `folder`. */
  start(folder: string, port: number, upstream: string): Promise<Program>;
}

export const PROXIES: readonly Proxy[] = [
  { name: 'nginx', executable: '/usr/sbin/nginx', installs: 'nginx-light', start: startNginx },
  { name: 'Caddy', executable: '/usr/bin/caddy', installs: 'caddy', start: startCaddy },
];

/** What is missing here to run it, as the end of a sentence; undefined if nothing is. */
export function lackOf({
  name,
  executable,
  installs,
}: Pick<Proxy, 'name' | 'executable' | 'installs'>): string | undefined {
  return existsSync(executable) ? undefined : `lacks ${name}: apt-get install --no-install-recommends ${installs}`;
}

/** The template as the container's entrypoint fills it in, with this test's ports and certificate. */
async function startNginx(folder: string, port: number, upstream: string): Promise<Program> {
  await writeCertificate(folder);
  const template = await readFile('deploy/nginx.conf.template', 'utf8');
  const servers = replaceAll(template, [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it stands in the file
    ['${DOMAIN}', 'localhost'],
    ['/etc/nginx/certificates', folder],
    ['listen 80;', `listen 127.0.0.1:${await freePort()};`],
    ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    ['passgraph:3000', upstream],
  ]);
  return runNginx(folder, servers);
}

/** Runs nginx with these servers, and with its files in the folder. */
export async function runNginx(folder: string, servers: string): Promise<Program> {
  // The worker of a server that root starts is another user, and keeps large bodies in files.
  await chmod(folder, 0o755);
  const file = join(folder, 'nginx.conf');
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const temporary = places.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
  await writeFile(file, `pid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${servers}}\n`);
  return start('/usr/sbin/nginx', ['-c', file, '-e', 'stderr', '-g', 'daemon off;']);
}

/** The Caddyfile with options that keep it inside the folder and away from port 80. */
async function startCaddy(folder: string, port: number, upstream: string): Promise<Program> {
  const caddyfile = await readFile('deploy/Caddyfile', 'utf8');
  const options = '{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n';
  const file = join(folder, 'Caddyfile');
  await writeFile(file, options + replaceAll(caddyfile, [['passgraph:3000', upstream]]));
  const env = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, DOMAIN: `localhost:${port}` };
  return start('/usr/bin/caddy', ['run', '--config', file, '--adapter', 'caddyfile'], { env });
}

/** Every text has to occur: a changed file of deploy/ must not silently leave the test behind. */
export function replaceAll(text: string, replacements: readonly (readonly [from: string, to: string])[]): string {
  return replacements.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`There is no ${from}.`);
    return changed.replaceAll(from, to);
  }, text);
}

export async function writeCertificate(folder: string): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=localhost',
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2049-12-31'),
    signingAlgorithm: algorithm,
    keys: {
      publicKey: publicKey.toCryptoKey(algorithm, true, ['verify']),
      privateKey: privateKey.toCryptoKey(algorithm, true, ['sign']),
    } as CryptoKeyPair,
  });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'fullchain.pem'), certificate.toString('pem'));
  await writeFile(join(folder, 'privkey.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

export interface ProxyAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The certificates are of the test's own making, so they are not verified. */
const agent = new Agent({ rejectUnauthorized: false });

export function ask(
  url: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<ProxyAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers }, async (response) => {
      resolve({ status: response.statusCode, headers: response.headers, body: await text(response) });
    });
    sent.once('error', reject).end(body);
  });
}

/** Waits until it answers over TLS. */
export async function untilItAnswers(program: Program, origin: string): Promise<void> {
  for (;;) {
    if (program.child.exitCode !== null) throw new Error(`The proxy ended: ${program.printed()}`);
    const answer = await ask(origin).catch(() => undefined);
    if (answer !== undefined && answer.status !== 502) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'passgraph-proxy-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
