import { useConsole } from '../../../parts/console-context.js';
import { Facts } from '../../../parts/page.js';
import { differs, SETTINGS, type Values } from './setting-table.js';

/** The settings for a user who may not change them. */
export function SettingsList({ client, isAll }: { readonly client: Values; readonly isAll: boolean }) {
  const { texts } = useConsole();
  const shown = SETTINGS.filter((setting) => isAll || differs(setting, client));
  return (
    <Facts
      items={shown.map(({ name }) => ({
        name: texts.say(`setting.${name}`),
        value: <code>{toText(client[name])}</code>,
      }))}
    />
  );
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join('\n');
  return JSON.stringify(value ?? null);
}
