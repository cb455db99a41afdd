import { useLayoutEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { useConsole } from '../parts/console-context.js';
import { Dialog } from '../parts/dialogs/dialog.js';

/** Asks before changes that are not saved are lost: by a link, by the back button, or by closing the window. */
export function Leaving() {
  const { texts, unsaved } = useConsole();
  const location = useLocation();
  const present = useRef(location);
  present.current = location;
  // The listeners have to come before those of the router, which the router adds after this effect of a child.
  useLayoutEffect(() => {
    const onClick = (event: MouseEvent) => {
      const path = unsaved.hasAny() ? pathOf(event) : undefined;
      if (path === undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      unsaved.leave(() => present.current.route(path));
    };
    // The browser has already gone back: this returns to the screen, until the user has answered.
    const onBack = (event: PopStateEvent) => {
      if (!unsaved.hasAny()) return;
      event.stopImmediatePropagation();
      history.pushState(null, '', present.current.url);
      unsaved.leave(() => history.back());
    };
    const onClose = (event: BeforeUnloadEvent) => {
      if (unsaved.hasAny()) event.preventDefault();
    };
    addEventListener('click', onClick, { capture: true });
    addEventListener('popstate', onBack, { capture: true });
    addEventListener('beforeunload', onClose);
    return () => {
      removeEventListener('click', onClick, { capture: true });
      removeEventListener('popstate', onBack, { capture: true });
      removeEventListener('beforeunload', onClose);
    };
  }, [unsaved]);
  if (unsaved.waiting.value === undefined) return null;
  return (
    <Dialog title={texts.say('shell.leaveTitle')} onClose={() => unsaved.answer(false)}>
      <p>{texts.say('shell.leaveText')}</p>
      <div class="actions">
        <button type="button" class="main" onClick={() => unsaved.answer(false)}>
          {texts.say('shell.stay')}
        </button>
        <button type="button" class="danger" onClick={() => unsaved.answer(true)}>
          {texts.say('shell.leave')}
        </button>
      </div>
    </Dialog>
  );
}

/** The path in the console to which a click leads in this window. `undefined` for all other clicks. */
function pathOf(event: MouseEvent): string | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.button !== 0) return undefined;
  const link = event.composedPath().find((element) => element instanceof HTMLAnchorElement);
  if (link === undefined || link.origin !== location.origin || link.download !== '') return undefined;
  if (!['', '_self'].includes(link.target) || !link.pathname.startsWith('/console')) return undefined;
  if (link.getAttribute('href')?.startsWith('#')) return undefined;
  return link.pathname + link.search + link.hash;
}
