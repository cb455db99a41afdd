import type { GroupQuery } from '../../generated/groups.js';

export type GroupData = NonNullable<GroupQuery['group']>;

export interface GroupPartProps {
  readonly group: GroupData;
  readonly onChanged: () => void;
}
