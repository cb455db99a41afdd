/*
 * This folder shows the activity log: what happened on the server, newest first, with filters, a chart and an export,
 * and new events as they happen. The sentences come from `events`. It must not know other screens. To understand this
 * folder, read this file first, then `activity-log.tsx`.
 */

import { useState } from 'preact/hooks';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { useList } from '../../parts/list/list-state.js';
import { ScreenTitle } from '../../parts/page.js';
import { ActivityFilters } from './activity-filters.js';
import { ActivityLog } from './activity-log.js';
import { DaysChart } from './days-chart.js';
import { Erase } from './erase.js';
import { eventFilter, NO_FILTERS } from './filter.js';

export function ActivityScreen() {
  const context = useConsole();
  const { texts } = context;
  const list = useList({ filters: NO_FILTERS });
  const [isFollowing, setFollowing] = useState(true);
  // Erasing changes events that are shown.
  const [erasures, setErasures] = useState(0);
  const { search, after, before } = list.variables;
  const filter = eventFilter(list.filters, search);
  // New events come before the first page, and only if the filter has no end.
  const canFollow = after === null && before === null && list.filters.to === '';
  return (
    <>
      <ScreenTitle
        title={texts.say('shell.activity')}
        subtitle={texts.say('activity.subtitle')}
        actions={
          <button
            type="button"
            role="switch"
            class="switch"
            aria-checked={canFollow && isFollowing}
            disabled={!canFollow}
            onClick={() => setFollowing(!isFollowing)}
          >
            {texts.say('activity.follow')}
          </button>
        }
      />
      <ActivityFilters list={list} filter={filter} />
      {list.filters.user !== '' && isAllowed(context, 'audit:write') && (
        <Erase userId={list.filters.user} onErased={() => setErasures(erasures + 1)} />
      )}
      <DaysChart filters={list.filters} search={search} />
      <ActivityLog
        key={erasures}
        list={list}
        filter={filter}
        isFollowing={canFollow && isFollowing}
        onBroken={() => setFollowing(false)}
      />
    </>
  );
}
