import type { AdminRole } from '../../../src/model/people/user.js';

/** The invented library whose server the pictures show. */
export const TOWN = { server: 'Fernhill Library', origin: 'https://login.example.com', color: '#0f766e' } as const;

/** The time at which all pictures are taken: an afternoon in summer. */
export const NOW = new Date('2026-06-18T14:30:00Z');

export interface Resident {
  readonly username: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly role?: AdminRole;
  /** The names of the passkeys, the oldest first. */
  readonly passkeys: readonly (keyof typeof PASSKEYS)[];
}

/** The models of authenticators, from the list of the FIDO Alliance. */
export const PASSKEYS = {
  Laptop: { aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96', backupEligible: false },
  Phone: { aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4', backupEligible: true },
  'Security key': { aaguid: '2fc0579f-8113-47ea-b116-bb5a8db9202a', backupEligible: false },
} as const;

export const GROUPS = { staff: 'Staff', it: 'IT', volunteers: 'Volunteers' } as const;

/** The owner comes first. */
export const RESIDENTS: readonly [Resident, ...Resident[]] = [
  { username: 'maya', name: 'Maya Lindqvist', groups: ['staff', 'it'], role: 'OWNER', passkeys: ['Laptop', 'Phone'] },
  { username: 'tomas', name: 'Tomás Ferreira', groups: ['staff', 'it'], role: 'ADMIN', passkeys: ['Security key'] },
  { username: 'aisha', name: 'Aisha Karim', groups: ['staff'], passkeys: ['Phone', 'Laptop'] },
  { username: 'jonas', name: 'Jonas Weber', groups: ['staff'], role: 'USER_MANAGER', passkeys: ['Phone'] },
  { username: 'linh', name: 'Linh Tran', groups: ['volunteers'], passkeys: ['Phone'] },
  { username: 'eleni', name: 'Eleni Papadaki', groups: ['volunteers'], passkeys: ['Laptop'] },
  { username: 'kofi', name: 'Kofi Mensah', groups: ['staff'], passkeys: ['Phone', 'Security key'] },
  { username: 'sigrun', name: 'Sigrún Jónsdóttir', groups: [], role: 'AUDITOR', passkeys: ['Phone'] },
  { username: 'deniz', name: 'Deniz Yıldız', groups: ['volunteers'], passkeys: [] },
];

/** Applications of the catalogue, and who may use each: everyone, or the members of a group. */
export const APPLICATIONS: readonly { readonly id: string; readonly group?: keyof typeof GROUPS }[] = [
  { id: 'nextcloud', group: 'staff' },
  { id: 'miniflux' },
  { id: 'grafana', group: 'it' },
  { id: 'outline', group: 'staff' },
  { id: 'immich', group: 'volunteers' },
];

/** The id of a person, which the addresses of the pictures contain. */
export function idOf(username: string): string {
  const position = RESIDENTS.findIndex((resident) => resident.username === username);
  return `6b1f0c52-8a3d-4e97-b0d4-2f6a9c1e7d${String(position).padStart(2, '0')}`;
}
