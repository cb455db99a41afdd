import { useState } from 'preact/hooks';
import {
  ProductNames,
  type ProductNamesQuery,
  ProductValues,
  RememberProduct,
} from '../../../generated/applications.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { useMutation } from '../../../parts/mutation.js';
import { Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { type FilledClient, fillValues, urlOf } from './fill-values.js';
import { ValuesToPaste } from './values-to-paste.js';

export interface ProductSectionProps {
  readonly client: FilledClient & { readonly templateId: string | null; readonly secrets: readonly unknown[] };
  /** The secret, while it is shown. */
  readonly secret: string | undefined;
}

/** The values to enter in a product of the catalogue. The application remembers its product. */
export function ProductSection({ client, secret }: ProductSectionProps) {
  const context = useConsole();
  const { texts } = context;
  const query = useQuery(ProductNames, {});
  const mutation = useMutation(RememberProduct);
  const mayWrite = isAllowed(context, 'clients:write');
  const [chosen, setChosen] = useState(client.templateId);
  const choose = (id: string) => {
    setChosen(id);
    if (mayWrite) void mutation.run({ id: client.id, templateId: id === '' ? null : id });
  };
  const isMissing = mayWrite && secret === undefined && client.secrets.length > 0;
  return (
    <Section
      title={texts.say('applications.values')}
      text={isMissing ? texts.say('applications.valuesText') : undefined}
    >
      <Loaded query={query}>
        {({ applicationTemplates: templates }) => {
          const isThere = chosen === '' || templates.some(({ id }) => id === chosen);
          const id = (isThere ? chosen : recognize(templates, client)) ?? '';
          return (
            <>
              <label class="field">
                <span>{texts.say('applications.product')}</span>
                <select value={id} onChange={({ currentTarget }) => choose(currentTarget.value)}>
                  <option value="">{texts.say('applications.noProduct')}</option>
                  {templates.map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.name}
                    </option>
                  ))}
                </select>
              </label>
              {id !== '' && <Product key={id} id={id} client={client} secret={secret} />}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

/** Guesses the product of an application that was added by hand, from its id or its redirect URI. */
function recognize(templates: ProductNamesQuery['applicationTemplates'], client: FilledClient): string | undefined {
  const found =
    templates.find(({ id }) => id === client.id || new RegExp(`^${id}-\\d+$`).test(client.id)) ??
    templates.find((one) => urlOf(one, client) !== undefined && isDistinct(one));
  return found?.id;
}

/** Many products have a redirect URI such as `/callback`, which says nothing about the product. */
function isDistinct({
  clientSettings,
}: {
  readonly clientSettings: readonly { name: string; value: string }[];
}): boolean {
  const uris = clientSettings.find(({ name }) => name === 'redirectUris')?.value ?? '';
  return uris.split('/').length > 2;
}

function Product({ id, client, secret }: ProductSectionProps & { readonly id: string }) {
  const { texts } = useConsole();
  const query = useQuery(ProductValues, { id });
  return (
    <Loaded query={query}>
      {({ applicationTemplate: template }) =>
        template && (
          <ValuesToPaste
            name={template.name}
            values={fillValues(template, client, secret ?? texts.say('applications.secretPlaceholder'))}
          />
        )
      }
    </Loaded>
  );
}
