import { useState } from 'preact/hooks';

export interface LogoProps {
  readonly client: {
    readonly id: string;
    readonly name: string;
    readonly logoUri: string | null;
    readonly enabled: boolean;
  };
}

/**
 * The logo of an application, or its first letter. The image is the copy of the server, which never contains a script.
 * The server has none of a disabled application.
 */
export function Logo({ client: { id, name, logoUri, enabled } }: LogoProps) {
  const [failed, setFailed] = useState<string>();
  if (logoUri === null || !enabled || failed === logoUri)
    return (
      <span class="app-logo letter" aria-hidden="true">
        {[...name.trim()][0]?.toUpperCase()}
      </span>
    );
  return (
    <img
      key={logoUri}
      class="app-logo"
      src={`/logos/clients/${encodeURIComponent(id)}`}
      alt=""
      onError={() => setFailed(logoUri)}
    />
  );
}
