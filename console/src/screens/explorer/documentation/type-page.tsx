import {
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { useEffect, useRef } from 'preact/hooks';
import { useConsole } from '../../../parts/console-context.js';
import { Description } from './description.js';
import type { SchemaPlace } from './schema-search.js';

export interface TypePageProps {
  readonly schema: GraphQLSchema;
  readonly type: GraphQLNamedType;
  /** The field to which the page scrolls. */
  readonly field: string | undefined;
  show(place: SchemaPlace | undefined): void;
}

type Show = TypePageProps['show'];
type AnyField = GraphQLField<unknown, unknown> | GraphQLInputField;

export function TypePage({ schema, type, field, show }: TypePageProps) {
  const { texts } = useConsole();
  const page = useRef<HTMLElement>(null);
  useEffect(() => {
    const target =
      field === undefined
        ? page.current
        : page.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`);
    if (target != null) scrollInside(target);
  }, [type, field]);
  return (
    <section ref={page} tabIndex={-1} aria-label={type.name}>
      <button type="button" class="plain" onClick={() => show(undefined)}>
        {texts.say('explorer.allTypes')}
      </button>
      <h2>{type.name}</h2>
      <Description text={type.description} />
      {isAbstractType(type) && (
        <ul class="places">
          {schema.getPossibleTypes(type).map((possible) => (
            <li key={possible.name}>
              <TypeLink type={possible} show={show} />
            </li>
          ))}
        </ul>
      )}
      {(isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) && (
        <dl>
          {Object.values<AnyField>(type.getFields()).map((one) => (
            <Field key={one.name} field={one} isShown={one.name === field} show={show} />
          ))}
        </dl>
      )}
      {isEnumType(type) && <Values type={type} shown={field} />}
    </section>
  );
}

/** Scrolls the documentation, and not the whole screen. */
function scrollInside(target: HTMLElement): void {
  const scroller = target.closest('.explorer-documentation');
  if (scroller !== null)
    scroller.scrollTop += target.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  target.focus({ preventScroll: true });
}

function Field({ field, isShown, show }: { readonly field: AnyField; readonly isShown: boolean; readonly show: Show }) {
  const { texts } = useConsole();
  const args = 'args' in field ? field.args : [];
  return (
    <div class={isShown ? 'shown' : undefined} data-field={field.name} tabIndex={-1}>
      <dt>
        <code>{field.name}</code>: <TypeLink type={field.type} show={show} />
        {'defaultValue' in field && field.defaultValue !== undefined && ` = ${JSON.stringify(field.defaultValue)}`}
      </dt>
      <dd>
        {field.deprecationReason != null && (
          <p>{texts.say('explorer.deprecated', { reason: field.deprecationReason })}</p>
        )}
        <Description text={field.description} />
        {args.length > 0 && (
          <ul>
            {args.map((arg) => (
              <li key={arg.name}>
                <code>{arg.name}</code>: <TypeLink type={arg.type} show={show} />
                {arg.defaultValue !== undefined && ` = ${JSON.stringify(arg.defaultValue)}`}
                <Description text={arg.description} />
              </li>
            ))}
          </ul>
        )}
      </dd>
    </div>
  );
}

function Values({ type, shown }: { readonly type: GraphQLEnumType; readonly shown: string | undefined }) {
  return (
    <dl>
      {type.getValues().map(({ name, description }) => (
        <div key={name} class={name === shown ? 'shown' : undefined} data-field={name} tabIndex={-1}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            <Description text={description} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A type with its marks for lists and null, such as `[User!]!`, which leads to the page of the type. */
function TypeLink({ type, show }: { readonly type: GraphQLType; readonly show: Show }) {
  return (
    <button type="button" class="plain" onClick={() => show({ type: getNamedType(type).name })}>
      {String(type)}
    </button>
  );
}
