/** The passkeys of a user. */
export interface PasskeyList {
  /** Credential ids of the user's passkeys. The user cannot sign in with a passkey that is not in this list. */
  readonly passkeyIds: readonly string[];
  /** The generations of the passkeys in `passkeyIds`. A passkey without a generation is not in this list. */
  readonly passkeyGenerations?: readonly PasskeyGeneration[] | undefined;
  /**
   * The passkeys that were bound to one device when they were registered, and have become synced since. Sessions and
   * grants from earlier sign-ins with them no longer count as bound to a device.
   */
  readonly syncedPasskeyIds?: readonly string[] | undefined;
}

export interface PasskeyGeneration {
  /** The credential id. */
  readonly id: string;
  readonly generation: string;
}

/** The passkey that a session or grant depends on. */
export interface PasskeyStamp {
  readonly passkeyId: string;
  readonly passkeyGeneration?: string | undefined;
}

/**
 * Whether the user still has the passkey. If the credential id of a removed passkey is registered again, the new
 * passkey has another generation, so sessions and grants of the removed passkey stay invalid.
 */
export function hasPasskey(
  { passkeyIds, passkeyGenerations = [] }: PasskeyList,
  { passkeyId, passkeyGeneration }: PasskeyStamp,
): boolean {
  const listed = passkeyGenerations.find(({ id }) => id === passkeyId);
  return passkeyIds.includes(passkeyId) && listed?.generation === passkeyGeneration;
}

interface StampedPasskey {
  readonly id: string;
  readonly generation?: string | undefined;
}

export function stampOf({ id, generation }: StampedPasskey): PasskeyStamp {
  return { passkeyId: id, passkeyGeneration: generation };
}

/** Returns the user's list of passkeys with this passkey added. */
export function withPasskey(
  { passkeyIds, passkeyGenerations = [] }: PasskeyList,
  { id, generation }: StampedPasskey,
): PasskeyList {
  const others = passkeyGenerations.filter((listed) => listed.id !== id);
  return {
    passkeyIds: [...passkeyIds, id],
    passkeyGenerations: generation === undefined ? others : [...others, { id, generation }],
  };
}

export function withoutPasskey(
  { passkeyIds, passkeyGenerations = [], syncedPasskeyIds }: PasskeyList,
  id: string,
): PasskeyList {
  return {
    passkeyIds: passkeyIds.filter((listed) => listed !== id),
    passkeyGenerations: passkeyGenerations.filter((listed) => listed.id !== id),
    ...(syncedPasskeyIds !== undefined && { syncedPasskeyIds: syncedPasskeyIds.filter((synced) => synced !== id) }),
  };
}

/** Whether the passkey has become synced since its registration. */
export function wasSynced({ syncedPasskeyIds = [] }: PasskeyList, passkeyId: string | undefined): boolean {
  return passkeyId !== undefined && syncedPasskeyIds.includes(passkeyId);
}

export const NO_PASSKEYS: PasskeyList = { passkeyIds: [], passkeyGenerations: [] };
