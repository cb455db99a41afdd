import type { ComponentChildren } from 'preact';
import { OverviewProblems, type OverviewProblemsQuery } from '../../generated/overview.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { Badge, Section } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { screenPath } from '../../parts/screen-path.js';
import type { Texts } from '../../texts/texts.js';

type Client = NonNullable<OverviewProblemsQuery['used']>['edges'][number]['node'];

/** A client is shown if so many of its requests were refused in seven days, and more than it had sign-ins. */
const MANY_REFUSALS = 10;

interface Problem {
  readonly key: string;
  readonly isUrgent: boolean;
  readonly href: string;
  readonly text: string;
  readonly more?: ComponentChildren;
}

/** What an administrator should look at now. */
export function Attention() {
  const { texts } = useConsole();
  return (
    <Section title={texts.say('overview.attention')}>
      <List problems={useProblems()} />
    </Section>
  );
}

function List({ problems }: { readonly problems: readonly Problem[] | undefined }) {
  const { texts } = useConsole();
  if (problems === undefined) return <p class="waiting">{texts.say('parts.loading')}</p>;
  if (problems.length === 0) return <p class="hint">{texts.say('overview.allGood')}</p>;
  const inOrder = [...problems].sort((one, other) => Number(other.isUrgent) - Number(one.isUrgent));
  return (
    <ul class="attention">
      {inOrder.map(({ key, isUrgent, href, text, more }) => (
        <li key={key}>
          <Badge tone={isUrgent ? 'problem' : 'plain'}>
            {texts.say(isUrgent ? 'overview.urgent' : 'overview.soon')}
          </Badge>
          <div>
            <a href={href}>{text}</a>
            {more !== undefined && more !== null && <p class="hint">{more}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}

function useProblems(): readonly Problem[] | undefined {
  const context = useConsole();
  const { texts } = context;
  const { data, error } = useQuery(OverviewProblems, {
    mayReadSettings: isAllowed(context, 'issuers:read'),
    mayReadWebhooks: isAllowed(context, 'webhooks:read'),
    mayReadHealth: isAllowed(context, 'clients:read') && isAllowed(context, 'audit:read'),
  });
  if (error !== undefined) return [{ key: 'error', isUrgent: true, href: '/console', text: error.message }];
  if (data === undefined) return undefined;
  const checks = (data.server?.checks ?? []).filter(({ state }) => state === 'FAILED' || state === 'WARNING');
  const failing = (data.webhooks ?? []).filter(({ failingSince }) => failingSince !== null);
  const waiting = data.usersToApprove.totalCount;
  const clients = [...(data.used?.edges ?? []), ...(data.newest?.edges ?? [])].map(({ node }) => node);
  return [
    ...checks.map(({ id, state, message }) => ({
      key: id,
      isUrgent: state === 'FAILED',
      href: `/console/server#${id}`,
      text: texts.say(`checks.${id}`),
      more: <span lang="en">{message}</span>,
    })),
    ...failing.map(({ id, url, lastError }) => ({
      key: `webhook ${id}`,
      isUrgent: true,
      href: screenPath('webhooks', id),
      text: texts.say('overview.webhookFails', { host: new URL(url).host }),
      more: lastError && <span lang="en">{lastError}</span>,
    })),
    ...(waiting === 0
      ? []
      : [
          {
            key: 'approval',
            isUrgent: false,
            href: '/console/people?status=AWAITS_APPROVAL',
            text: texts.say('overview.waitForApproval', { count: waiting }),
          },
        ]),
    ...[...new Map(clients.map((client) => [client.id, client])).values()].flatMap((client) =>
      problemsOf(client, texts),
    ),
  ];
}

/** The problems of one client. A client can be among those that were used last, and among the newest. */
function problemsOf({ id, name, health }: Client, texts: Texts): readonly Problem[] {
  const refusals = (health?.refusals ?? []).reduce((sum, { count }) => sum + count, 0);
  const secrets = (health?.secretsExpiringSoon ?? []).map(({ hint, expiresAt }) => ({
    key: `secret ${id} ${hint}`,
    isUrgent: false,
    href: screenPath('applications', id),
    text: texts.say('overview.secretExpires', {
      application: name,
      day: expiresAt === null ? '' : texts.day(expiresAt),
    }),
  }));
  if (refusals < MANY_REFUSALS || refusals <= (health?.signIns ?? 0)) return secrets;
  return [
    ...secrets,
    {
      key: `refused ${id}`,
      isUrgent: true,
      href: `/console/activity?outcome=FAILURE&application=${encodeURIComponent(id)}`,
      text: texts.say('overview.refusedOften', { application: name, count: refusals }),
    },
  ];
}
