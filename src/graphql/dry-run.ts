import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import { type EffectName, tryChange } from '../admin/effects/try-change.js';
import type { Deps } from '../model/deps.js';
import { type EffectsObject, effectsObject } from './effects-objects.js';
import type { GraphqlContext } from './graphql-context.js';

/** The options of the argument `dryRun` of a mutation. */
export const DRY_RUN = {
  defaultValue: false,
  description:
    'Whether to check the mutation without making the change. A dry run stores nothing, writes no audit event and needs no fresh sign-in. It fails with the same errors, and `effects` says what the change would end.',
};

interface Call {
  readonly dryRun: boolean;
  readonly info: GraphQLResolveInfo;
}

/** Makes a change, or only tries it, and counts the effects that the caller asks for. */
export async function runChange<R>(
  { deps }: GraphqlContext,
  { dryRun, info }: Call,
  change: (deps: Deps) => Promise<R>,
): Promise<{ readonly result: R; readonly effects: EffectsObject }> {
  const asked = [...selectedIn(info, 'effects')] as EffectName[];
  const { result, effects } = await tryChange(deps, { dryRun, effects: asked }, change);
  return { result, effects: effectsObject(deps, effects) };
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

type Fragments = GraphQLResolveInfo['fragments'];

/** Returns the names of the fields that the operation selects in the field `name` of the result. */
function selectedIn({ fieldNodes, fragments }: GraphQLResolveInfo, name: string): Set<string> {
  const found = new Set<string>();
  for (const { selectionSet } of fieldNodes)
    for (const field of fieldsIn(selectionSet, fragments))
      if (field.name.value === name)
        for (const { name: inner } of fieldsIn(field.selectionSet, fragments)) found.add(inner.value);
  found.delete('__typename');
  return found;
}

/** Yields the fields of a selection, and those of the fragments in it. */
function* fieldsIn(set: SelectionSetNode | undefined, fragments: Fragments): Generator<FieldOf> {
  for (const one of set?.selections ?? []) {
    if (one.kind === Kind.FIELD) yield one;
    else if (one.kind === Kind.INLINE_FRAGMENT) yield* fieldsIn(one.selectionSet, fragments);
    else yield* fieldsIn(fragments[one.name.value]?.selectionSet, fragments);
  }
}

type FieldOf = GraphQLResolveInfo['fieldNodes'][number];
