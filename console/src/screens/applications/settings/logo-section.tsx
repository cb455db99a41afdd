import { useState } from 'preact/hooks';
import { useConsole } from '../../../parts/console-context.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { Logo } from '../logo.js';
import type { Values } from './setting-table.js';

/** The image types that the server converts. */
const TYPES = 'image/png,image/jpeg,image/webp';

export interface LogoSectionProps {
  readonly client: Values & { readonly id: string };
  readonly onChange: () => void;
}

/** Uploads the logo that users see when they sign in. */
export function LogoSection({ client, onChange }: LogoSectionProps) {
  const { texts, connection } = useConsole();
  const say = useNotice();
  const [problem, setProblem] = useState<string>();
  const [isRunning, setRunning] = useState(false);
  const send = async (file: File | undefined) => {
    if (file === undefined) return;
    setProblem(undefined);
    setRunning(true);
    try {
      await connection.upload(`/pictures/clients/${encodeURIComponent(client.id)}`, file);
      say(texts.say('applications.logoSaved'));
      onChange();
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setRunning(false);
    }
  };
  const shown = {
    id: client.id,
    name: String(client.name),
    logoUri: client.logoUri as string | null,
    enabled: client.enabled === true,
  };
  return (
    <Section title={texts.say('applications.logo')} text={texts.say('applications.logoText')}>
      <div class="logo-upload">
        <Logo client={shown} />
        <label class="field">
          <span>{texts.say('applications.logoChoose')}</span>
          <input
            type="file"
            accept={TYPES}
            disabled={isRunning}
            onChange={({ currentTarget }) => void send(currentTarget.files?.[0])}
          />
        </label>
      </div>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </Section>
  );
}
