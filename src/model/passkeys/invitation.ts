import type { Page, PageRequest, VersionedStore } from '../record-store.js';
import type { Maker } from '../server/maker.js';
import { hasPassed } from '../time.js';

/** A link with which people create accounts of their own. The code in the link is `id.secret`. */
export interface Invitation {
  readonly id: string;
  readonly version: number;
  readonly order: string;
  readonly secretHash: string;
  /** What the invitation is for. Only administrators see it. */
  readonly name?: string | undefined;
  /** The groups that the new users join. A group that was deleted since is left out. */
  readonly groups: readonly InvitedGroup[];
  /**
   * The domain, in ASCII and lower case, of which the new users must have an e-mail address. They join the groups once it
   * is verified.
   */
  readonly emailDomain?: string | undefined;
  /** Whether the new users have to enter an e-mail address, which is not verified. */
  readonly askEmail?: true | undefined;
  /** Whether the new users wait, without access, until an administrator approves them. */
  readonly requiresApproval?: true | undefined;
  readonly maxUses: number;
  readonly uses: number;
  /** Who made the invitation. Absent if a command made it. */
  readonly maker?: Maker | undefined;
  readonly createdAt: Date;
  /** Until then, people can create accounts with the invitation. */
  readonly expiresAt: Date;
  /** The record can be deleted after this time. Until then, the invitation gives its groups to people who wait for them. */
  readonly keptUntil: Date;
}

export interface InvitedGroup {
  readonly id: string;
  readonly generation: string;
}

/** Whether an invitation still works. */
export type InvitationState = 'OPEN' | 'USED_UP' | 'EXPIRED';

export function invitationState({ uses, maxUses, expiresAt }: Invitation, now: Date): InvitationState {
  if (hasPassed(expiresAt, now)) return 'EXPIRED';
  return uses < maxUses ? 'OPEN' : 'USED_UP';
}

export interface InvitationStore extends VersionedStore<Invitation> {
  findMany(ids: readonly string[]): Promise<Invitation[]>;
  /** Returns a page of the invitations that work or still give groups, newest first. */
  page(request: PageRequest, now: Date): Promise<Page<Invitation>>;
  count(now: Date): Promise<number>;
}
