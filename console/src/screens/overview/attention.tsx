import type { ComponentChildren } from 'preact';
import { OverviewHealth, type OverviewHealthQuery, OverviewProblems } from '../../generated/overview.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { Badge, Section } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { screenPath } from '../../parts/screen-path.js';

type Client = OverviewHealthQuery['clients']['edges'][number]['node'];

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
  const context = useConsole();
  const { texts } = context;
  const problems = useProblems();
  const clients = isAllowed(context, 'clients:read') && isAllowed(context, 'audit:read');
  return (
    <Section title={texts.say('overview.attention')}>
      {clients ? <WithClients problems={problems} /> : <List problems={problems} />}
    </Section>
  );
}

function WithClients({ problems }: { readonly problems: readonly Problem[] | undefined }) {
  const ofClients = useClientProblems();
  const all = problems === undefined || ofClients === undefined ? undefined : [...problems, ...ofClients];
  return <List problems={all} />;
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
  });
  if (error !== undefined) return [{ key: 'error', isUrgent: true, href: '/console', text: error.message }];
  if (data === undefined) return undefined;
  const checks = (data.server?.checks ?? []).filter(({ state }) => state === 'FAILED' || state === 'WARNING');
  const failing = (data.webhooks ?? []).filter(({ failingSince }) => failingSince !== null);
  const waiting = data.usersToApprove.totalCount;
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
  ];
}

function useClientProblems(): readonly Problem[] | undefined {
  const { texts } = useConsole();
  const { data, error } = useQuery(OverviewHealth, {});
  if (error !== undefined) return [{ key: 'health', isUrgent: true, href: '/console', text: error.message }];
  return data?.clients.edges.flatMap(({ node }) => [
    ...(node.health?.secretsExpiringSoon ?? []).map(({ hint, expiresAt }) => ({
      key: `secret ${node.id} ${hint}`,
      isUrgent: false,
      href: screenPath('applications', node.id),
      text: texts.say('overview.secretExpires', {
        application: node.name,
        day: expiresAt === null ? '' : texts.day(expiresAt),
      }),
    })),
    ...refusedOften(node).map((count) => ({
      key: `refused ${node.id}`,
      isUrgent: true,
      href: `/console/activity?outcome=FAILURE&application=${encodeURIComponent(node.id)}`,
      text: texts.say('overview.refusedOften', { application: node.name, count }),
    })),
  ]);
}

function refusedOften({ health }: Client): number[] {
  const count = (health?.refusals ?? []).reduce((sum, refusal) => sum + refusal.count, 0);
  return count >= MANY_REFUSALS && count > (health?.signIns ?? 0) ? [count] : [];
}
