import { open } from 'node:fs/promises';
import { stringify } from 'yaml';

/** A file for its owner alone, to which the secret of each new client is added: `notes: …`. */
export async function openSecretsFile(
  path: string,
): Promise<{ add(clientId: string, secret: string): Promise<void>; close(): Promise<void> }> {
  const file = await open(path, 'a', 0o600);
  // It may have been there, for everybody to read.
  await file.chmod(0o600);
  return {
    add: async (clientId, secret) => {
      await file.appendFile(stringify({ [clientId]: secret }, { lineWidth: 0 }));
      await file.sync();
    },
    close: () => file.close(),
  };
}
