import { useState } from 'preact/hooks';
import { Catalogue, type CatalogueQuery } from '../../../generated/applications.js';
import { useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { Badge, Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { KINDS } from './other-form.js';

type Product = CatalogueQuery['applicationTemplates'][number];

/** The products of the catalogue, and the other kinds of applications. */
export function CatalogueList() {
  const { texts } = useConsole();
  const query = useQuery(Catalogue, {});
  const [search, setSearch] = useState('');
  const [category, setCategory] = useState('');
  return (
    <>
      <search class="list-tools">
        <label class="field grow">
          <span>{texts.say('applications.searchCatalogue')}</span>
          <input
            type="search"
            autofocus
            value={search}
            onInput={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{texts.say('applications.category')}</span>
          <select value={category} onChange={({ currentTarget }) => setCategory(currentTarget.value)}>
            <option value="">{texts.say('list.all')}</option>
            {CATEGORIES.map((one) => (
              <option key={one} value={one}>
                {texts.say(`applications.category.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </search>
      <Loaded query={query}>
        {({ applicationTemplates }) => {
          const found = applicationTemplates.filter(
            (one) => matches(one, search) && (category === '' || one.category === category),
          );
          return found.length === 0 ? (
            <p>{texts.say('applications.notInCatalogue')}</p>
          ) : (
            <ul class="products">
              {found.map(({ id, name, description, support }) => (
                <li key={id}>
                  <a href={`/console/add/application?template=${id}`}>
                    <strong>{name}</strong>
                    {support !== 'BUILT_IN' && (
                      <Badge tone="plain">{texts.say(`applications.support.${support}`)}</Badge>
                    )}
                    <small lang="en">{description}</small>
                  </a>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      {/* The catalogue would push it down. */}
      {(query.data !== undefined || query.error !== undefined) && <OtherKinds />}
    </>
  );
}

function OtherKinds() {
  const { texts } = useConsole();
  return (
    <Section title={texts.say('applications.other')} text={texts.say('applications.otherText')}>
      <ul class="products">
        {KINDS.map((kind) => (
          <li key={kind}>
            <a href={`/console/add/application?kind=${kind}`}>
              <strong>{texts.say(`applications.kind.${kind}`)}</strong>
              <small>{texts.say(`applications.kindText.${kind}`)}</small>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const CATEGORIES = [
  'COMMUNICATION',
  'DATA',
  'DEVELOPMENT',
  'DOCUMENTS',
  'HOME',
  'INFRASTRUCTURE',
  'MEDIA',
  'MONITORING',
  'PROXY',
  'SECURITY',
] as const;

/** Whether each word of the text begins a word of the product. */
function matches({ id, name, description }: Product, text: string): boolean {
  const words = `${id} ${name} ${description}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => words.some((one) => one.startsWith(word)));
}
