import { useLocation } from 'preact-iso/router';
import { useConsole } from '../../../parts/console-context.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { ScreenTitle } from '../../../parts/page.js';
import { screenPath } from '../../../parts/screen-path.js';
import { RoleForm } from './role-form.js';

export function AddRoleScreen() {
  const { texts } = useConsole();
  const { route } = useLocation();
  const notify = useNotice();
  return (
    <>
      <ScreenTitle title={texts.say('roles.add')} back={{ href: '/console/roles', label: texts.say('parts.roles') }} />
      <RoleForm
        onDone={({ putRole: { role } }) => {
          notify(texts.say('roles.saved'));
          route(role === null ? '/console/roles' : screenPath('roles', role.id));
        }}
      />
    </>
  );
}
