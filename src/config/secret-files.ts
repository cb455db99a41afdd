import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings that are or contain secrets. Each can also be read from a file, because Docker and Kubernetes provide
 * secrets as files. For example, `SECRET_KEY_FILE` contains the path of the file with the value of `SECRET_KEY`.
 */
const SECRET_SETTINGS = ['DATABASE_URL', 'SECRET_KEY', 'BOOTSTRAP_API_KEY', 'SMTP_URL'] as const;

/**
 * Returns the environment with the secrets that were read from files. White space at the end of a file is removed
 * later, when all values are trimmed.
 *
 * @throws Error with one sentence for each fault, without the path, because a variable may contain the secret itself by
 * mistake
 */
export function withSecretFiles(env: Environment): Environment {
  const faults: string[] = [];
  const secrets: [string, string][] = [];
  for (const name of SECRET_SETTINGS) {
    const path = env[`${name}_FILE`]?.trim() || undefined;
    if (path === undefined) continue;
    if (env[name]?.trim()) faults.push(`${name} and ${name}_FILE are both set. Remove one of them.`);
    else {
      const read = readSecret(path);
      if ('fault' in read) faults.push(`${name}_FILE names a file that ${read.fault}`);
      else secrets.push([name, read.text]);
    }
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return { ...env, ...Object.fromEntries(secrets) };
}

function readSecret(path: string): { readonly text: string } | { readonly fault: string } {
  try {
    const text = readFileSync(path, 'utf8');
    return text.trim() === '' ? { fault: 'is empty. Write the value into it, or remove the variable.' } : { text };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { fault: `cannot be read (${code ?? 'unknown error'}). Check its path and its permissions.` };
  }
}
