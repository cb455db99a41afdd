export interface Named {
  readonly username: string;
  readonly name: string | null;
}

/** Returns how a person is called. */
export function nameOf({ name, username }: Named): string {
  return name ?? username;
}
