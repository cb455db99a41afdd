import { useConsole } from '../../../parts/console-context.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { ImageUpload } from '../../../parts/pictures/image-upload.js';
import { Logo } from '../logo.js';
import type { Values } from './setting-table.js';

export interface LogoSectionProps {
  readonly client: Values & { readonly id: string };
  readonly onChange: () => void;
}

/** Uploads the logo that users see when they sign in. */
export function LogoSection({ client, onChange }: LogoSectionProps) {
  const { texts } = useConsole();
  const say = useNotice();
  const shown = {
    id: client.id,
    name: String(client.name),
    logoUri: client.logoUri as string | null,
    enabled: client.enabled === true,
  };
  return (
    <Section title={texts.say('applications.logo')} text={texts.say('applications.logoText')}>
      <ImageUpload
        label={texts.say('applications.logoChoose')}
        path={`/pictures/clients/${encodeURIComponent(client.id)}`}
        shown={<Logo client={shown} />}
        onSent={() => {
          say(texts.say('parts.logoSaved'));
          onChange();
        }}
      />
    </Section>
  );
}
