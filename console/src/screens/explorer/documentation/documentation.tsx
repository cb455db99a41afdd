/*
 * This folder shows the schema of the API, as the API describes itself: a search, and a page for each type. It must not
 * know the editor.
 */

import type { GraphQLSchema } from 'graphql';
import { useState } from 'preact/hooks';
import { useConsole } from '../../../parts/console-context.js';
import { type SchemaPlace, searchSchema } from './schema-search.js';
import { TypePage } from './type-page.js';

export interface DocumentationProps {
  readonly schema: GraphQLSchema | undefined;
  /** `undefined`: the first page. */
  readonly place: SchemaPlace | undefined;
  showPlace(place: SchemaPlace | undefined): void;
}

export function Documentation({ schema, place, showPlace }: DocumentationProps) {
  const { texts } = useConsole();
  const [search, setSearch] = useState('');
  if (schema === undefined) return <p class="waiting">{texts.say('parts.loading')}</p>;
  const show = (next: SchemaPlace | undefined) => {
    setSearch('');
    showPlace(next);
  };
  const type = place && schema.getType(place.type);
  return (
    <div class="explorer-documentation">
      <search>
        <label>
          <span>{texts.say('explorer.search')}</span>
          <input type="search" value={search} onInput={({ currentTarget }) => setSearch(currentTarget.value)} />
        </label>
      </search>
      {search.trim() !== '' ? (
        <Found places={searchSchema(schema, search)} show={show} />
      ) : type === undefined ? (
        <Roots schema={schema} show={show} />
      ) : (
        <TypePage key={type.name} schema={schema} type={type} field={place?.field} show={show} />
      )}
    </div>
  );
}

interface Going {
  show(place: SchemaPlace | undefined): void;
}

function Found({ places, show }: Going & { readonly places: readonly SchemaPlace[] }) {
  const { texts } = useConsole();
  if (places.length === 0) return <p role="status">{texts.say('explorer.notFound')}</p>;
  return (
    <ul class="places">
      {places.map((place) => (
        <li key={`${place.type}.${place.field}`}>
          <button type="button" class="plain" onClick={() => show(place)}>
            {place.field === undefined ? place.type : `${place.type}.${place.field}`}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Where everything begins: the types of queries, mutations and subscriptions. */
function Roots({ schema, show }: Going & { readonly schema: GraphQLSchema }) {
  const { texts } = useConsole();
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return (
    <>
      <p>{texts.say('explorer.documentationText')}</p>
      <ul class="places">
        {roots
          .filter((type) => type != null)
          .map(({ name }) => (
            <li key={name}>
              <button type="button" class="plain" onClick={() => show({ type: name })}>
                {name}
              </button>
            </li>
          ))}
      </ul>
    </>
  );
}
