import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useConsole } from '../console-context.js';
import { Export } from './export.js';
import type { ListState, PageInfo } from './list-state.js';

interface ListFilter {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export interface ListToolsProps {
  // biome-ignore lint/suspicious/noExplicitAny: the tools take a list with any filters.
  readonly list: ListState<any>;
  /** The label of the search field. Without it, the list cannot be searched. */
  readonly search?: string;
  readonly filters?: readonly ListFilter[];
  readonly orders?: ListFilter['options'];
  /** The name of the exported file, without its extension. */
  readonly exportName?: string;
  /** Returns all rows of the list, as it is searched and filtered. */
  readonly exportRows?: () => Promise<readonly object[]>;
  /** More filters. */
  readonly children?: ComponentChildren;
}

/** More filters than these are folded, so that they do not push the list down. */
const SHOWN_FILTERS = 3;

/** Search, filters, order and export of a list. */
export function ListTools(props: ListToolsProps) {
  const { list, search, filters = [], orders, exportName, exportRows, children } = props;
  const { texts } = useConsole();
  const count = Object.values(list.filters).filter((value) => value !== '').length;
  const [wasNarrowed] = useState(count > 0);
  const choices = filters.map(({ name, label, options }) => (
    <Choice
      key={name}
      label={label}
      value={list.filters[name] ?? ''}
      options={[{ value: '', label: texts.say('list.all') }, ...options]}
      onChange={(value) => list.setFilter(name, value)}
    />
  ));
  const isFolded = filters.length > SHOWN_FILTERS;
  return (
    <search class="list-tools">
      {search !== undefined && (
        <label class="field grow">
          <span>{search}</span>
          <input type="search" value={list.search} onInput={({ currentTarget }) => list.find(currentTarget.value)} />
        </label>
      )}
      {!isFolded && choices}
      {orders !== undefined && (
        <Choice label={texts.say('list.order')} value={list.order} options={orders} onChange={list.setOrder} />
      )}
      {exportName !== undefined && exportRows !== undefined && <Export name={exportName} rows={exportRows} />}
      {isFolded && (
        <details class="filters" open={wasNarrowed}>
          <summary>{texts.say('list.filters', { count })}</summary>
          <div class="list-tools">
            {choices}
            {children}
          </div>
        </details>
      )}
    </search>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: ListFilter['options'];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

// biome-ignore lint/suspicious/noExplicitAny: the buttons take a list with any filters.
export function PageButtons({ page, list }: { readonly page: PageInfo; readonly list: ListState<any> }) {
  const { texts } = useConsole();
  if (!page.hasNextPage && !page.hasPreviousPage) return null;
  return (
    <nav class="page-buttons" aria-label={texts.say('list.pages')}>
      <button type="button" disabled={!page.hasPreviousPage} onClick={() => list.go('previous', page)}>
        {texts.say('list.previous')}
      </button>
      <button type="button" disabled={!page.hasNextPage} onClick={() => list.go('next', page)}>
        {texts.say('list.next')}
      </button>
    </nav>
  );
}

export interface EmptyProps {
  readonly title: string;
  readonly text: ComponentChildren;
  readonly action?: ComponentChildren;
}

/** Stands in place of a list without entries, and says what the list is for. */
export function Empty({ title, text, action }: EmptyProps) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      <p>{text}</p>
      {action}
    </div>
  );
}
