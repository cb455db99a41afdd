import { useState } from 'preact/hooks';
import { ProductNames, ProductValues } from '../../../generated/applications.js';
import { useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { type FilledClient, fillValues, urlOf } from './fill-values.js';
import { ValuesToPaste } from './values-to-paste.js';

/** The values to enter in a product of the catalogue. The product is recognized by its id or its redirect URI. */
export function ProductSection({ client }: { readonly client: FilledClient }) {
  const { texts } = useConsole();
  const query = useQuery(ProductNames, {});
  const [chosen, setChosen] = useState<string>();
  return (
    <Section title={texts.say('applications.values')} text={texts.say('applications.valuesText')}>
      <Loaded query={query}>
        {({ applicationTemplates: templates }) => {
          const recognized =
            templates.find(({ id }) => id === client.id || new RegExp(`^${id}-\\d+$`).test(client.id)) ??
            templates.find((one) => urlOf(one, client) !== undefined && isDistinct(one));
          const id = chosen ?? recognized?.id ?? '';
          return (
            <>
              <label class="field">
                <span>{texts.say('applications.product')}</span>
                <select value={id} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
                  <option value="">{texts.say('applications.noProduct')}</option>
                  {templates.map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.name}
                    </option>
                  ))}
                </select>
              </label>
              {id !== '' && <Product key={id} id={id} client={client} />}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
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

function Product({ id, client }: { readonly id: string; readonly client: FilledClient }) {
  const { texts } = useConsole();
  const query = useQuery(ProductValues, { id });
  return (
    <Loaded query={query}>
      {({ applicationTemplate: template }) =>
        template && (
          <ValuesToPaste
            name={template.name}
            values={fillValues(template, client, texts.say('applications.secretPlaceholder'))}
          />
        )
      }
    </Loaded>
  );
}
