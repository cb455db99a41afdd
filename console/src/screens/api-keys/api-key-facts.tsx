import type { ApiKeysQuery } from '../../generated/api-keys.js';
import { useConsole } from '../../parts/console-context.js';
import { screenPath } from '../../parts/screen-path.js';
import { nameOf } from '../../records/name-of.js';

type ApiKey = ApiKeysQuery['apiKeys']['edges'][number]['node'];

export function OwnerName({ owner }: Pick<ApiKey, 'owner'>) {
  const { texts } = useConsole();
  if (owner === null) return <>{texts.say('apiKeys.noOwner')}</>;
  return <a href={screenPath('people', owner.id)}>{nameOf(owner)}</a>;
}

/** What made a key. A key that another key made has the user of that key as its owner. */
export function MakerName({ maker: { kind, user, client, apiKey } }: Pick<ApiKey, 'maker'>) {
  const { texts } = useConsole();
  if (kind === 'SERVER') return <>{texts.say('apiKeys.makerServer')}</>;
  if (kind === 'API_KEY' && apiKey !== null) return <>{texts.say('apiKeys.makerKey', { name: apiKey.name })}</>;
  if (kind === 'CLIENT' && client !== null) return <a href={screenPath('applications', client.id)}>{client.name}</a>;
  if (kind === 'USER' && user !== null) return <a href={screenPath('people', user.id)}>{nameOf(user)}</a>;
  return <>{texts.say('apiKeys.makerDeleted')}</>;
}

export function Permissions({ permissions }: Pick<ApiKey, 'permissions'>) {
  const { texts } = useConsole();
  if (permissions.includes('*')) return <>{texts.say('apiKeys.everything')}</>;
  return (
    <span class="tags">
      {permissions.map((permission) => (
        <code key={permission}>{permission}</code>
      ))}
    </span>
  );
}
