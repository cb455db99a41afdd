import { useConsole } from '../../../parts/console-context.js';
import { Problem } from '../../../parts/notices/problem.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { useUpload } from '../../../parts/pictures/use-upload.js';
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
  const { texts } = useConsole();
  const say = useNotice();
  const { send, isRunning, error } = useUpload(`/pictures/clients/${encodeURIComponent(client.id)}`);

  async function upload(file: File | undefined): Promise<void> {
    if (file === undefined || (await send(file)) === undefined) return;
    say(texts.say('applications.logoSaved'));
    onChange();
  }
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
            onChange={({ currentTarget }) => void upload(currentTarget.files?.[0])}
          />
        </label>
      </div>
      <Problem error={error} />
    </Section>
  );
}
