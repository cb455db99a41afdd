import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A browser that can be started, and the environment that it needs beside the process's own. */
export interface ChromiumPlace {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

const PACKAGE = resolve('node_modules/@sparticuz/chromium');

/** The package unpacks into the folder for temporary files, of which a worker of jest cannot tell it another. */
const UNPACK = `
  const { default: chromium, inflate } = await import('@sparticuz/chromium');
  await Promise.all([chromium.executablePath(), inflate(${JSON.stringify(join(PACKAGE, 'bin/al2023.tar.br'))})]);
`;

function fontsOf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts/fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

/** Unpacks once for each version; whoever comes second finds it whole, because a folder is renamed in one step. */
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
  const cache = resolve('node_modules/.cache');
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const making = await mkdtemp(join(cache, 'unpacking-'));
  await run(process.execPath, ['--input-type=module', '--eval', UNPACK], { env: { ...process.env, TMPDIR: making } });
  await writeFile(join(making, 'fonts.conf'), fontsOf(folder));
  await rename(making, folder).catch(async (error: unknown) => {
    await rm(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
  return folder;
}

function starts(executablePath: string): Promise<boolean> {
  return run(executablePath, ['--version']).then(
    () => true,
    () => false,
  );
}

/** What npm brought along: for Linux on x64. It comes with the libraries that a server may lack. */
async function packaged(): Promise<ChromiumPlace | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = await unpacked();
  const executablePath = join(folder, 'chromium');
  const libraries = (await starts(executablePath)) ? {} : { LD_LIBRARY_PATH: join(folder, 'al2023/lib') };
  return { executablePath, env: { FONTCONFIG_FILE: join(folder, 'fonts.conf'), ...libraries } };
}

const MACOS_NAMES = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PATHS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
const UNIX_NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];

function candidates(): string[] {
  if (process.platform === 'darwin')
    return MACOS_NAMES.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (process.platform === 'win32') {
    const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    return roots.flatMap((root) => (root === undefined ? [] : WINDOWS_PATHS.map((path) => join(root, path))));
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  return UNIX_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** `CHROME_PATH` where it is set, else the browser that npm brought along, else one that is installed. */
export async function findChromium(): Promise<ChromiumPlace | undefined> {
  const chosen = process.env.CHROME_PATH;
  if (chosen !== undefined && chosen !== '') return { executablePath: chosen, env: {} };
  const found = candidates().find((path) => existsSync(path));
  return (await packaged()) ?? (found === undefined ? undefined : { executablePath: found, env: {} });
}
