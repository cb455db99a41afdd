import { useEffect, useRef } from 'preact/hooks';
import { ServerChecks, type ServerChecksQuery, ServerFacts } from '../../generated/server.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { Loaded } from '../../parts/loaded.js';
import { Badge, Facts, Section } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { OperatorText } from './operator-text.js';

type Check = ServerChecksQuery['server']['checks'][number];

/** The states, the most urgent first. */
const STATES = ['FAILED', 'WARNING', 'UNKNOWN', 'OK'] as const;
const TONES = { FAILED: 'problem', WARNING: 'plain', UNKNOWN: 'plain', OK: 'good' } as const;

/** The setup checks, and what the server is. */
export function Checks() {
  const { texts } = useConsole();
  const query = useQuery(ServerChecks, {});
  return (
    <>
      <Section
        title={texts.say('server.checks')}
        text={texts.say('server.checksText')}
        actions={
          <button type="button" disabled={query.isLoading} onClick={query.reload}>
            {texts.say('server.runAgain')}
          </button>
        }
      >
        <Loaded query={query}>{({ server }) => <CheckList checks={server.checks} />}</Loaded>
      </Section>
      {/* The checks take longer, and would push it down. */}
      {query.data !== undefined && <About />}
    </>
  );
}

function CheckList({ checks }: { readonly checks: readonly Check[] }) {
  const { texts } = useConsole();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // The list was not there yet when the browser looked for the part of the address after the #.
    const id = location.hash.slice(1);
    if (id !== '') list.current?.querySelector(`#${CSS.escape(id)}`)?.scrollIntoView();
  }, []);
  const wrong = checks.filter(({ state }) => state === 'FAILED' || state === 'WARNING').length;
  return (
    <>
      <p role="status">{texts.say('server.checksResult', { count: checks.length, wrong })}</p>
      <ul class="checks" ref={list}>
        {STATES.flatMap((wanted) => checks.filter(({ state }) => state === wanted)).map((check) => (
          <li key={check.id} id={check.id} data-state={check.state}>
            <div class="line">
              <h3>{texts.say(`checks.${check.id}`)}</h3>
              <Badge tone={TONES[check.state]}>{texts.say(`checks.state.${check.state}`)}</Badge>
            </div>
            <OperatorText text={check.message} />
            <Variables names={VARIABLES[check.id]} />
            {check.state !== 'OK' && (
              <p class="hint">
                {texts.say('server.readMore')} <code>{check.documentation}</code>
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The environment variables that a check is about. */
const VARIABLES: Partial<Record<Check['id'], readonly string[]>> = {
  ADDRESS: ['ISSUER', 'RP_ID'],
  PUBLIC_URL: ['ISSUER'],
  PROXY: ['TRUST_PROXY'],
  DATABASE: ['DATABASE_URL'],
  MAIL: ['SMTP_URL', 'MAIL_FROM'],
};

function Variables({ names = [] }: { readonly names: readonly string[] | undefined }) {
  const { texts } = useConsole();
  if (names.length === 0) return null;
  return (
    <details>
      <summary>{texts.say('checks.ENVIRONMENT')}</summary>
      <p>
        <code>{names.join(', ')}</code>
      </p>
    </details>
  );
}

function About() {
  const context = useConsole();
  const { texts } = context;
  const query = useQuery(ServerFacts, { mayReadAudit: isAllowed(context, 'audit:read') });
  return (
    <Loaded query={query}>
      {({ server, auditKeys }) => (
        <>
          <Section title={texts.say('server.about')}>
            <Facts
              items={[
                { name: texts.say('server.name'), value: server.name },
                { name: texts.say('server.version'), value: server.version },
                { name: texts.say('checks.NODE_VERSION'), value: server.nodeVersion },
                { name: texts.say('checks.DATABASE'), value: texts.say(`server.database.${server.database}`) },
                { name: texts.say('server.url'), value: <code>{server.url}</code> },
                { name: texts.say('server.rpId'), value: <code>{server.rpId}</code> },
                { name: texts.say('server.rpOrigins'), value: <Lines lines={server.rpOrigins} /> },
                { name: texts.say('server.issuerUrls'), value: <Lines lines={server.issuerUrls} /> },
              ]}
            />
          </Section>
          {auditKeys !== undefined && auditKeys.length > 0 && (
            <Section title={texts.say('server.auditKeys')} text={texts.say('server.auditKeysText')}>
              <Facts
                items={auditKeys.map(({ kid, createdAt }) => ({
                  name: texts.say('server.since', { day: texts.day(createdAt) }),
                  value: <code>{kid}</code>,
                }))}
              />
            </Section>
          )}
        </>
      )}
    </Loaded>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul class="plain-list">
      {lines.map((line) => (
        <li key={line}>
          <code>{line}</code>
        </li>
      ))}
    </ul>
  );
}
