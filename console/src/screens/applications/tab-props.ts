/** What each tab of an application gets. */
export interface ApplicationTabProps {
  readonly id: string;
  /** Call it after a change that the head of the screen shows. */
  readonly onChange: () => void;
}
