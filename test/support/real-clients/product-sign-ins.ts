import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateSync } from 'node:zlib';
import type { Place } from './product-program.js';
import { startGroup } from './program-group.js';
import type { Page, Visitor } from './visitor.js';

const run = promisify(execFile);

export function python({ folder }: Place): string {
  return join(folder, 'venv/bin/python');
}

export function textOf({ text, url, status }: Page): string {
  return `${status} ${url.href}\n${text}`;
}

export async function signInToStreamlit(visitor: Visitor, origin: string, place: Place): Promise<string> {
  const { stdout } = await run(python(place), ['provider_token.py'], { cwd: place.data });
  await visitor.open(`${origin}/auth/login?${new URLSearchParams({ provider: stdout.trim() })}`);
  const cookies = await visitor.agent.jar.getCookies(origin);
  return cookies.map(({ value }) => decodeSigned(value)).join('\n');
}

/** Streamlit keeps what it knows in cookies: signed, and compressed if they begin with a dot. */
function decodeSigned(value: string): string {
  const [, payload = ''] = value.split('.');
  return value.startsWith('.') ? inflateSync(Buffer.from(payload, 'base64url')).toString() : '';
}

export async function signInToPgadmin(visitor: Visitor, origin: string): Promise<string> {
  const { text } = await visitor.open(`${origin}/login`);
  const token = /csrfToken.{0,20}?:\s*(?:&#34;|")([\w.-]+)/.exec(text)?.[1] ?? '';
  const form = { oauth2_button: 'passgraph', csrf_token: token };
  const { location } = await visitor.agent.postForm(`${origin}/authenticate/login`, form, { origin });
  await visitor.open(location ?? origin);
  return textOf(await visitor.open(`${origin}/browser/js/utils.js`));
}

export async function signInToSuperset({ open }: Visitor, origin: string): Promise<string> {
  await open(`${origin}/login/passgraph`);
  return `${textOf(await open(`${origin}/api/v1/me/`))}\n${textOf(await open(`${origin}/api/v1/me/roles/`))}`;
}

/** A user without a role may see nothing, so the administrator looks the user up. */
export async function signInToDirectus({ agent, open }: Visitor, origin: string): Promise<string> {
  const { status, text } = await open(`${origin}/auth/login/passgraph`);
  if (status !== 200) throw new Error(text);
  const administrator = { email: 'admin@example.com', password: 'of this check' };
  const answer = await agent.postJson(`${origin}/auth/login`, administrator, { origin });
  const { access_token } = answer.json<{ data: { access_token: string } }>().data;
  const users = `${origin}/users?fields=email,external_identifier,role&filter[provider][_eq]=passgraph`;
  return (await agent.get(users, { authorization: `Bearer ${access_token}` })).text;
}

export async function signInToAirflow({ open }: Visitor, origin: string): Promise<string> {
  const page = await open(`${origin}/auth/login/passgraph`);
  return `${textOf(page)}\n${textOf(await open(`${origin}/auth/users/userinfo/`))}`;
}

export async function signInToMlflow({ agent, open }: Visitor, origin: string): Promise<string> {
  const page = await open(`${origin}/login`);
  const answer = await agent.get(`${origin}/api/2.0/mlflow/users/current`);
  return `${textOf(page)}\n${answer.text}`;
}

/** The command line of step-ca opens the browser, and then asks for a certificate with the ID token. */
export async function signInToStepCa(visitor: Visitor, _origin: string, { data }: Place): Promise<string> {
  const step = startGroup('sh', ['sign-in.sh'], { cwd: data });
  try {
    const [address] = await step.says(/^http\S+$/m);
    await visitor.open(address);
    if ((await step.ends()) !== 0) throw new Error(step.printed());
  } finally {
    await step.stop();
  }
  return new X509Certificate(await readFile(join(data, 'user.crt'))).subjectAltName ?? '';
}
