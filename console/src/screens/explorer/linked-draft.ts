import { useLayoutEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { parseOperationLink } from '../../parts/operation-link.js';
import { draft } from './drafts.js';

/**
 * Puts the operation of a link into the editors, when the screen opens and whenever the fragment of the address changes.
 * It does not run: a link can come from an attacker, who would act with the permissions of the user. The fragment is
 * removed from the address, because variables can have secrets, and the browser remembers addresses. Returns whether the
 * link could not be read.
 */
export function useLinkedDraft(): boolean {
  const { url } = useLocation();
  const [isDamaged, setDamaged] = useState(false);
  useLayoutEffect(() => {
    const read = () => {
      const linked = parseOperationLink(location.hash);
      if (linked === undefined) return;
      history.replaceState(history.state, '', location.pathname + location.search);
      setDamaged(linked === 'damaged');
      if (linked !== 'damaged') draft.value = { ...linked, isLinked: true };
    };
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, [url]);
  return isDamaged;
}
