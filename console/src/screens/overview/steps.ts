import type { OverviewStepsQuery } from '../../generated/overview.js';

/** A step of the first day. */
export interface Step {
  readonly name: 'wayBack' | 'name' | 'application' | 'people' | 'mail' | 'checks' | 'backup';
  readonly isDone: boolean;
  /** Whether a server is complete without this step. */
  readonly isOptional?: true;
  readonly href: string;
}

/** Returns the steps, each with whether it is done. The API says so; a step is done however it was done. */
export function stepsOf(data: OverviewStepsQuery, mayChangeSettings: boolean): readonly Step[] {
  const { viewer, clients, users, invitations, mails, serverSettings, server } = data;
  const user = viewer.user;
  const sources = serverSettings?.sources;
  const checks = server?.checks ?? [];
  const stateOf = (id: string) => checks.find((check) => check.id === id)?.state;
  const steps: (Step | undefined)[] = [
    {
      name: 'wayBack',
      isDone: user !== null && (user.passkeyCount > 1 || user.recoveryCodesLeft > 0),
      href: '/account#passkeys',
    },
    sources && mayChangeSettings
      ? {
          name: 'name',
          isDone: sources.rpName !== 'DEFAULT' || sources.brandLogo !== 'DEFAULT',
          href: '/console/branding',
        }
      : undefined,
    { name: 'application', isDone: clients.edges.length > 0, href: '/console/add/application' },
    {
      name: 'people',
      isDone: users.edges.length > 1 || invitations.edges.length > 0,
      href: '/console/invitations?new',
    },
    { name: 'mail', isDone: mails.edges.length > 0, isOptional: true, href: '/console/server/mail' },
    server && { name: 'checks', isDone: !checks.some(asksForChange), href: '/console/server' },
    // The server cannot see some kinds of backups. Then the step would never be done.
    server && { name: 'backup', isDone: ['OK', 'UNKNOWN'].includes(stateOf('BACKUP') ?? ''), href: '/console/server' },
  ];
  return steps.filter((step) => step !== undefined);
}

/** Whether a check asks for a change that is not a step of its own. */
function asksForChange({ id, state }: { readonly id: string; readonly state: string }): boolean {
  return (state === 'FAILED' || state === 'WARNING') && !['BACKUP', 'OWNERS'].includes(id);
}

export function areDone(steps: readonly Step[]): boolean {
  return steps.every(({ isDone, isOptional }) => isDone || isOptional === true);
}
