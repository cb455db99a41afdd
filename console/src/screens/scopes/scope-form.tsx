import { useLocation } from 'preact-iso/router';
import { PutScope, Scopes } from '../../generated/scopes.js';
import { useConsole } from '../../parts/console-context.js';
import { useCheckedChange } from '../../parts/dialogs/checked-change.js';
import { CheckField } from '../../parts/form/choice-fields.js';
import { LinesField, TextField } from '../../parts/form/fields.js';
import { Form, useForm } from '../../parts/form/form.js';
import { Loaded } from '../../parts/loaded.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { ScreenTitle } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import type { Scope } from './scopes.js';

export function AddScopeScreen() {
  return <ScopeForm scope={undefined} />;
}

export function EditScopeScreen() {
  const { texts } = useConsole();
  const { query: parameters } = useLocation();
  const query = useQuery(Scopes, {});
  const back = useBack();
  return (
    <Loaded query={query}>
      {({ scopes }) => {
        const scope = scopes.find(({ name, standard }) => name === parameters.name && !standard);
        if (scope === undefined) return <ScreenTitle title={texts.say('scopes.notFound')} back={back} />;
        return <ScopeForm scope={scope} />;
      }}
    </Loaded>
  );
}

function useBack() {
  const { texts } = useConsole();
  return { href: '/console/scopes', label: texts.say('shell.scopesAndRoles') };
}

function ScopeForm({ scope }: { readonly scope: Scope | undefined }) {
  const { texts } = useConsole();
  const { route } = useLocation();
  const notify = useNotice();
  const back = useBack();
  const form = useForm({
    name: scope?.name ?? '',
    description: scope?.description ?? '',
    claims: scope?.claims ?? [],
    resource: scope?.resource ?? '',
    requiresRole: scope?.requiresRole ?? false,
  });
  const { name, description, claims, resource, requiresRole } = form.values;
  const put = useCheckedChange({
    document: PutScope,
    effects: (data) => data.putScope.effects,
    title: texts.say('scopes.saveTitle', { name }),
    confirmLabel: texts.say('scopes.saveAnyway'),
    onDone: () => {
      form.reset(form.values);
      notify(texts.say('scopes.saved'));
      route('/console/scopes');
    },
  });
  const input = { name, claims, requiresRole, description: description || null, resource: resource || null };
  return (
    <>
      <ScreenTitle
        title={scope === undefined ? texts.say('scopes.add') : texts.say('scopes.editTitle', { name: scope.name })}
        back={back}
      />
      <Form
        form={form}
        error={put.error}
        isRunning={put.isRunning}
        submitLabel={texts.say(scope === undefined ? 'scopes.create' : 'parts.saveChanges')}
        onSubmit={() => void put.begin({ input })}
      >
        {scope === undefined && (
          <TextField
            form={form}
            name="name"
            label={texts.say('scopes.name')}
            hint={texts.say('scopes.nameHint')}
            required
          />
        )}
        <TextField
          form={form}
          name="description"
          label={texts.say('parts.description')}
          hint={texts.say('scopes.descriptionHint')}
        />
        <LinesField
          form={form}
          name="claims"
          label={texts.say('scopes.claims')}
          hint={texts.say('scopes.claimsHint')}
        />
        <TextField
          form={form}
          name="resource"
          label={texts.say('scopes.resource')}
          hint={texts.say('scopes.resourceHint')}
        />
        <CheckField
          form={form}
          name="requiresRole"
          label={texts.say('scopes.requiresRole')}
          hint={texts.say('scopes.requiresRoleHint')}
        />
      </Form>
      {put.dialog}
    </>
  );
}
