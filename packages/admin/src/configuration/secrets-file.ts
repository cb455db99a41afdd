import { open } from 'node:fs/promises';
import { stringify } from 'yaml';

/** Opens a file to which the secret of each new client is appended. Only the owner of the file can read it. */
export async function openSecretsFile(
  path: string,
): Promise<{ add(clientId: string, secret: string): Promise<void>; close(): Promise<void> }> {
  const file = await open(path, 'a', 0o600);
  // If the file existed already, other users may have been able to read it.
  await file.chmod(0o600);
  return {
    add: async (clientId, secret) => {
      await file.appendFile(stringify({ [clientId]: secret }, { lineWidth: 0 }));
      await file.sync();
    },
    close: () => file.close(),
  };
}
