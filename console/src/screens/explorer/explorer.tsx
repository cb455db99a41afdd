/*
 * This folder is the Explorer: an editor for GraphQL operations, which it sends to the API with the permissions of the
 * signed-in user. It must not know other screens, and only this folder may load the packages `graphql` and CodeMirror,
 * so that the browser loads them only here. An operation that a link brings never runs by itself. To understand this
 * folder, read this file first, then `use-explorer.ts`.
 */

import { useConsole } from '../../parts/console-context.js';
import { ScreenTitle } from '../../parts/page.js';
import { Documentation } from './documentation/documentation.js';
import { LinkedMutation, LinkNotice } from './linked.js';
import { Past } from './past.js';
import { Responses } from './run/responses.js';
import { Toolbar } from './toolbar.js';
import { type Explorer, type Pane, useExplorer } from './use-explorer.js';
import { WritePane } from './write-pane.js';

const PANES: readonly Pane[] = ['response', 'documentation', 'past', 'permissions'];

export function ExplorerScreen() {
  const { texts } = useConsole();
  const explorer = useExplorer();
  return (
    <>
      <ScreenTitle title={texts.say('shell.explorer')} subtitle={texts.say('explorer.subtitle')} />
      <LinkNotice explorer={explorer} />
      <Toolbar explorer={explorer} />
      <div class="explorer">
        <WritePane explorer={explorer} />
        <div class="explorer-pane">
          <fieldset class="explorer-switch">
            <legend class="unseen">{texts.say('explorer.panes')}</legend>
            {PANES.map((pane) => (
              <button
                key={pane}
                type="button"
                aria-pressed={explorer.pane === pane}
                onClick={() => explorer.showPane(pane)}
              >
                {texts.say(`explorer.pane.${pane}`)}
              </button>
            ))}
          </fieldset>
          <ShownPane explorer={explorer} />
        </div>
      </div>
      {explorer.isAsking && <LinkedMutation explorer={explorer} />}
    </>
  );
}

function ShownPane({ explorer }: { readonly explorer: Explorer }) {
  const { pane, schema, place, showPlace, run } = explorer;
  if (pane === 'documentation') return <Documentation schema={schema} place={place} showPlace={showPlace} />;
  if (pane === 'past') return <Past explorer={explorer} />;
  if (pane === 'permissions') return <Permissions />;
  return <Responses schema={schema} outcome={run.outcome} />;
}

function Permissions() {
  const { texts, permissions } = useConsole();
  return (
    <>
      <p>{texts.say('explorer.permissionsText')}</p>
      <ul class="permissions">
        {permissions.map((permission) => (
          <li key={permission}>
            <code>{permission}</code>
          </li>
        ))}
      </ul>
    </>
  );
}
