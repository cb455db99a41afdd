/** Says why something was refused, if it was. */
export function Problem({ error }: { readonly error: { readonly message: string } | undefined }) {
  return error === undefined ? null : (
    <p class="problem" role="alert">
      {error.message}
    </p>
  );
}
