import type { ListedClientFragment } from '../../../generated/applications.js';
import { useConsole } from '../../../parts/console-context.js';
import { Badge } from '../../../parts/page.js';

/** What an administrator should look at: an application that is disabled, a secret that expires, refused requests. */
export function HealthMarks({ client: { enabled, health, secrets } }: { readonly client: ListedClientFragment }) {
  const { texts, now } = useConsole();
  const refusals = (health?.refusals ?? []).reduce((sum, { count }) => sum + count, 0);
  const [secret] = health?.secretsExpiringSoon ?? [];
  const isExpired =
    secrets.length > 0 && secrets.every(({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) <= now());
  if (enabled && refusals === 0 && secret === undefined && !isExpired)
    return <Badge tone="good">{texts.say('applications.fine')}</Badge>;
  return (
    <span class="badges">
      {!enabled && <Badge tone="plain">{texts.say('applications.disabled')}</Badge>}
      {isExpired && <Badge tone="problem">{texts.say('applications.secretExpired')}</Badge>}
      {secret !== undefined && (
        <Badge tone="problem">
          {texts.say('applications.secretExpires', { day: texts.day(secret.expiresAt ?? '') })}
        </Badge>
      )}
      {refusals > 0 && <Badge tone="problem">{texts.say('applications.refusals', { count: refusals })}</Badge>}
    </span>
  );
}
