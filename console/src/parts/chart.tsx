import { useConsole } from './console-context.js';
import { Details } from './page.js';

export interface ChartPoint {
  readonly label: string;
  /** One number, or one for each of the `series`. */
  readonly value: number | readonly number[];
}

export interface BarChartProps {
  readonly title: string;
  readonly points: readonly ChartPoint[];
  /** The names of the numbers that are stacked in each bar. */
  readonly series?: readonly string[];
}

const HEIGHT = 100;
/** Of the width of a place, the bar takes this much. */
const BAR = 0.8;

/** A bar chart, with the same numbers as a table behind it. */
export function BarChart({ title, points, series }: BarChartProps) {
  const { texts } = useConsole();
  const names = series ?? [texts.say('parts.chartValue')];
  const rows = points.map(({ label, value }) => ({ label, values: typeof value === 'number' ? [value] : value }));
  const most = Math.max(1, ...rows.map(({ values }) => sumOf(values)));
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      {series !== undefined && (
        <ul class="legend" aria-hidden="true">
          {series.map((name, index) => (
            <li key={name} class={`series-${index}`}>
              {name}
            </li>
          ))}
        </ul>
      )}
      <div class="plot" aria-hidden="true">
        <span class="most">{texts.number(most)}</span>
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: the title is in the caption, and the numbers in the table. */}
        <svg viewBox={`0 0 ${points.length} ${HEIGHT}`} preserveAspectRatio="none">
          {rows.map(({ label, values }, place) =>
            values.map((value, index) => {
              const height = (value / most) * HEIGHT;
              const below = (sumOf(values.slice(0, index)) / most) * HEIGHT;
              return (
                <rect
                  key={`${label} ${names[index]}`}
                  class={`series-${index}`}
                  x={place + (1 - BAR) / 2}
                  y={HEIGHT - below - height}
                  width={BAR}
                  height={height}
                >
                  <title>{`${label}: ${texts.number(value)}`}</title>
                </rect>
              );
            }),
          )}
        </svg>
        <div class="ends">
          <span>{points[0]?.label}</span>
          <span>{points.at(-1)?.label}</span>
        </div>
      </div>
      <Details summary={texts.say('parts.chartTable')}>
        {() => (
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.say('parts.chartWhen')}</th>
                {names.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ label, values }) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  {values.map((value, index) => (
                    <td key={names[index]}>{texts.number(value)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Details>
    </figure>
  );
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
