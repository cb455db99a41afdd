/*
 * This folder edits the rules that compute the claims of one application, and tries them with a person before they are
 * saved. To understand this folder, read this file first, then `rule-editor.tsx`.
 */

import { useLocation } from 'preact-iso/router';
import { ClaimRulesOfClient } from '../../../generated/scopes.js';
import { useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { ScreenTitle, Section } from '../../../parts/page.js';
import { Pick } from '../../../parts/pick/pick.js';
import { useQuery } from '../../../parts/query.js';
import { useFinders } from '../../../records/finders.js';
import { ScopeTabs } from '../scope-tabs.js';
import { RuleEditor } from './rule-editor.js';

const PATH = '/console/scopes/claim-rules';

/** The claim rules of one application, which the address names. */
export function ClaimRulesScreen() {
  const { texts } = useConsole();
  const { query: parameters, route } = useLocation();
  const { findClients } = useFinders();
  const clientId = parameters.application;
  return (
    <>
      <ScreenTitle title={texts.say('shell.scopesAndRoles')} subtitle={texts.say('claimRules.subtitle')} />
      <ScopeTabs />
      {clientId === undefined ? (
        <Section title={texts.say('claimRules.application')}>
          <Pick
            label={texts.say('claimRules.pickApplication')}
            find={findClients}
            onPick={({ id }) => route(`${PATH}?${new URLSearchParams({ application: id })}`)}
          />
        </Section>
      ) : (
        <RulesOf key={clientId} clientId={clientId} />
      )}
    </>
  );
}

function RulesOf({ clientId }: { readonly clientId: string }) {
  const { texts } = useConsole();
  const query = useQuery(ClaimRulesOfClient, { id: clientId });
  const another = <a href={PATH}>{texts.say('claimRules.another')}</a>;
  return (
    <Loaded query={query}>
      {({ client }) =>
        client === null ? (
          <Section title={texts.say('claimRules.notFound')}>{another}</Section>
        ) : (
          <RuleEditor client={client} another={another} />
        )
      }
    </Loaded>
  );
}
