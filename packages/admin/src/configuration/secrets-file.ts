import { open } from 'node:fs/promises';
import { stringify } from 'yaml';

/** Opens the file to which `apply` appends the secret of each new client. Only the owner of the file can read it. */
export async function openSecretsFile(
  path: string,
): Promise<{ add(clientId: string, secret: string): Promise<void>; close(): Promise<void> }> {
  const file = await open(path, 'a', 0o600);
  // `open` sets the mode of a new file only. An existing file gets the mode here, so that other users cannot read the
  // secrets.
  await file.chmod(0o600);
  return {
    add: async (clientId, secret) => {
      await file.appendFile(stringify({ [clientId]: secret }, { lineWidth: 0 }));
      await file.sync();
    },
    close: () => file.close(),
  };
}
