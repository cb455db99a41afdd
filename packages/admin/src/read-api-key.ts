import { readFile } from 'node:fs/promises';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the API key from `PASSGRAPH_API_KEY`, or from the file that `PASSGRAPH_API_KEY_FILE` names. No argument sets
 * the key, because other users of the machine can see the arguments of a command. Error texts contain neither value,
 * because the path may be the key itself by mistake.
 */
export async function readApiKey(env: Environment): Promise<string> {
  const given = env.PASSGRAPH_API_KEY?.trim() || undefined;
  const path = env.PASSGRAPH_API_KEY_FILE?.trim() || undefined;
  if (given !== undefined && path !== undefined)
    throw new Error('PASSGRAPH_API_KEY and PASSGRAPH_API_KEY_FILE are both set. Remove one of them.');
  if (path !== undefined) return readKeyFile(path);
  if (given !== undefined) return given;
  throw new Error(
    'PASSGRAPH_API_KEY is not set. Create an API key on the server with "npm run api-key -- NAME", and set the variable to it, or set PASSGRAPH_API_KEY_FILE to a file that contains it.',
  );
}

async function readKeyFile(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(({ code = 'unknown error' }: NodeJS.ErrnoException) => {
    throw new Error(
      `PASSGRAPH_API_KEY_FILE names a file that cannot be read (${code}). Check its path and its permissions.`,
    );
  });
  if (text.trim() === '')
    throw new Error('PASSGRAPH_API_KEY_FILE names a file that is empty. Write the API key into it.');
  return text.trim();
}
