/** The sign of the server: a key made of joined points. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect class="mark-ground" width="32" height="32" rx="9" />
    <circle class="mark-line" cx="11" cy="16" r="4.5" />
    <path class="mark-line" d="M15.5 16H25M20.5 16v4" />
    <circle class="mark-point" cx="25" cy="16" r="2" />
    <circle class="mark-point" cx="20.5" cy="21" r="2" />
  </svg>
);

/** On buttons that ask for a passkey. */
export const KeyGlyph = () => (
  <svg class="glyph" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <circle cx="6.5" cy="10" r="3.5" />
    <path d="M10 10h7.5M14.5 10v3.5M17.5 10v2.5" />
  </svg>
);

/** The server and an application, joined: what a sign-in makes. */
export const Joined = ({ name }: { name: string }) => (
  <div class="joined" aria-hidden="true">
    <Mark />
    <span class="joined-line" />
    <Initial name={name} />
  </div>
);

/** Stands for a logo: the first letter of a name. */
export const Initial = ({ name }: { name: string }) => (
  <span class="initial" aria-hidden="true">
    {([...name.trim()][0] ?? '·').toUpperCase()}
  </span>
);
