import {
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type EffectName, tryChange } from '../admin/effects/try-change.js';
import type { Deps } from '../model/deps.js';
import { hasPassed } from '../model/time.js';
import { type EffectsObject, effectsObject } from './effects-objects.js';
import type { GraphqlContext } from './graphql-context.js';

/** The options of the argument `dryRun` of a mutation. */
export const DRY_RUN = {
  defaultValue: false,
  description:
    'If true, the server makes all checks and changes nothing. Select `effects` in the response to see what the change would end. Send it beside `input`, not inside it. Without it, the change is made. A dry run writes no audit event and needs no fresh sign-in.',
};

interface Call {
  readonly dryRun: boolean;
  readonly info: GraphQLResolveInfo;
}

/** Makes a change, or only tries it, and counts the effects that the caller asks for. */
export async function runChange<R>(
  context: GraphqlContext,
  { dryRun, info }: Call,
  change: (deps: Deps) => Promise<R>,
): Promise<Changed<R>> {
  return changeAndCount(context, { dryRun, names: selectedIn(info, 'effects') }, change);
}

/** Tries a change for a query, and counts the effects that the field of the query selects. */
export async function countEffects(
  context: GraphqlContext,
  info: GraphQLResolveInfo,
  change: (deps: Deps) => Promise<unknown>,
): Promise<EffectsObject> {
  const names = selectedInEach(info.fieldNodes, info);
  return (await changeAndCount(context, { dryRun: true, names }, change)).effects;
}

interface Changed<R> {
  readonly result: R;
  readonly effects: EffectsObject;
}

async function changeAndCount<R>(
  context: GraphqlContext,
  { dryRun, names }: { readonly dryRun: boolean; readonly names: ReadonlySet<string> },
  change: (deps: Deps) => Promise<R>,
): Promise<Changed<R>> {
  const { deps } = context;
  const options = { dryRun, effects: [...names] as EffectName[], isOver: isOver(context) };
  const { result, effects } = await tryChange(deps, options, change);
  return { result, effects: effectsObject(deps, effects) };
}

/** Returns the function that says whether the request has no more time, or its client is gone. */
function isOver({ deps, deadline, gone }: GraphqlContext): () => boolean {
  return () => gone?.aborted === true || hasPassed(deadline, deps.clock.now());
}

/** Runs a change that deletes or revokes a record. */
export async function runDeletion(
  context: GraphqlContext,
  call: Call,
  change: (deps: Deps) => Promise<unknown>,
): Promise<{ readonly deleted: boolean; readonly effects: EffectsObject }> {
  const { effects } = await runChange(context, call, change);
  return { deleted: !call.dryRun, effects };
}

type Operation = Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>;

/** Returns the names of the fields that the operation selects in the field `name` of the result. */
function selectedIn(info: GraphQLResolveInfo, name: string): Set<string> {
  const fields = info.fieldNodes.flatMap(({ selectionSet }) => [...fieldsIn(selectionSet, info)]);
  return selectedInEach(
    fields.filter((field) => field.name.value === name),
    info,
  );
}

function selectedInEach(fields: readonly FieldOf[], operation: Operation): Set<string> {
  const found = new Set(fields.flatMap(({ selectionSet }) => [...fieldsIn(selectionSet, operation)].map(nameOf)));
  found.delete('__typename');
  return found;
}

function nameOf({ name }: FieldOf): string {
  return name.value;
}

/** Yields the fields of a selection, and once those of each fragment in it: fragments can refer to others exponentially often. */
function* fieldsIn(
  set: SelectionSetNode | undefined,
  operation: Operation,
  spread = new Set<string>(),
): Generator<FieldOf> {
  for (const one of set?.selections ?? []) {
    if (!isIncluded(one, operation)) continue;
    if (one.kind === Kind.FIELD) yield one;
    else if (one.kind === Kind.INLINE_FRAGMENT) yield* fieldsIn(one.selectionSet, operation, spread);
    else if (!spread.has(one.name.value)) {
      spread.add(one.name.value);
      yield* fieldsIn(operation.fragments[one.name.value]?.selectionSet, operation, spread);
    }
  }
}

/** What `@skip` and `@include` leave out costs nothing, so it is not counted either. */
function isIncluded(one: SelectionNode, { variableValues }: Operation): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, one, variableValues)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, one, variableValues)?.if !== false
  );
}

type FieldOf = GraphQLResolveInfo['fieldNodes'][number];
