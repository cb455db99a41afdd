/*
 * This folder adds an application: from the catalogue, or another one by a few questions. After that it shows what to
 * enter in the application, and tests the sign-in.
 */

import { useLocation } from 'preact-iso/router';
import { useConsole } from '../../../parts/console-context.js';
import { ScreenTitle } from '../../../parts/page.js';
import { CatalogueList } from './catalogue.js';
import { KINDS, OtherForm } from './other-form.js';
import { TemplateForm } from './template-form.js';

/** `?template=grafana` chooses from the catalogue, `?kind=web` another application. */
export function AddApplicationScreen() {
  const { texts } = useConsole();
  const { query } = useLocation();
  const kind = KINDS.find((one) => one === query.kind);
  if (query.template !== undefined) return <TemplateForm key={query.template} id={query.template} />;
  if (kind !== undefined) return <OtherForm key={kind} kind={kind} />;
  return (
    <>
      <ScreenTitle
        title={texts.say('shell.addApplication')}
        subtitle={texts.say('applications.addText')}
        back={{ href: '/console/applications', label: texts.say('shell.applications') }}
      />
      <CatalogueList />
    </>
  );
}
