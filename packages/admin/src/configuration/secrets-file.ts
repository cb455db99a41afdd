import { open } from 'node:fs/promises';
import { stringify } from 'yaml';

/** Opens a file that only its owner can read, and appends the secret of each new client to it. */
export async function openSecretsFile(
  path: string,
): Promise<{ add(clientId: string, secret: string): Promise<void>; close(): Promise<void> }> {
  const file = await open(path, 'a', 0o600);
  // The file may already exist with wider permissions.
  await file.chmod(0o600);
  return {
    add: async (clientId, secret) => {
      await file.appendFile(stringify({ [clientId]: secret }, { lineWidth: 0 }));
      await file.sync();
    },
    close: () => file.close(),
  };
}
