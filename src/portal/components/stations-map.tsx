import type { Message } from '../../kernel/index.ts';
import type { BaseOutlines } from '../../features/index.ts';
import type { StationRow, StationState } from '../data/stations.ts';
import { GraticuleLines, ScaleBar } from '../map/feature-map.tsx';
import { BaseCredit, BaseLines, BaseNames } from '../map/base-drawing.tsx';
import { GroundDrawing } from '../map/ground-drawing.tsx';
import { boxAround, projectionFor } from '../map/projection.ts';
import { stationMessages as messages, stationWord } from '../messages/stations.ts';
import type { Page } from '../page.ts';
import { writeCount, writeSeriesUnit, writeValue } from '../write-values.ts';

interface Group {
  /** Class of its marks: form and colour. */
  readonly kind: string;
  readonly word: string;
  readonly rows: readonly StationRow[];
}

const stateOrder: readonly StationState[] = ['withheld', 'irregular', 'ok', 'calibrating', 'fault', 'offline'];

/** Stations where they stand: by state, or where a parameter was chosen by its newest value. Told apart by form and size too. */
export function StationsMap({
  page,
  places,
  base,
  classes,
}: {
  page: Page;
  places: readonly StationRow[];
  base: BaseOutlines | null;
  /** Ends between classes of values; null: by state. */
  classes: readonly number[] | null;
}) {
  const positions = places.map(({ longitude, latitude }) => [longitude!, latitude!]);
  const box = boxAround(positions);
  if (!box) return null;
  const projection = projectionFor(box, 800, 340, 520);
  const groups = classes ? valueGroups(page, places, classes) : stateGroups(page, places);
  const tenths = (value: number): number => Math.round(value * 10) / 10;
  return (
    <figure class="map wide stations-map">
      <svg
        viewBox={`0 0 ${projection.width} ${projection.height}`}
        role="img"
        aria-label={page.say(messages.map, { count: places.length })}
      >
        <GroundDrawing page={page} projection={projection} />
        <GraticuleLines page={page} projection={projection} />
        {base ? <BaseLines base={base} projection={projection} /> : null}
        {groups.map(({ kind, rows }) => {
          const spots = rows.map(
            (row) => `M${tenths(projection.x(row.longitude!))} ${tenths(projection.y(row.latitude!))}h0`,
          );
          const path = [...new Set(spots)].join('');
          return (
            <g class={`spots ${kind}`}>
              <path class="rim" d={path} />
              <path class="spot" d={path} />
            </g>
          );
        })}
        {base ? <BaseNames base={base} projection={projection} points={positions} /> : null}
        <ScaleBar page={page} projection={projection} />
      </svg>
      <figcaption>
        {base ? <BaseCredit page={page} base={base} /> : null}
        {groups.map(({ kind, word, rows }) => (
          <span class="key">
            <svg class={`spots ${kind}`} viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
              <path class="rim" d="M10 10h0" />
              <path class="spot" d="M10 10h0" />
            </svg>
            {page.say(messages.mapKey, { word, count: writeCount(rows.length, page.language) })}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function stateGroups(page: Page, places: readonly StationRow[]): Group[] {
  return stateOrder
    .map((state) => ({
      kind: state,
      word: page.say(stationWord('state', state)),
      rows: places.filter((row) => row.state === state),
    }))
    .filter(({ rows }) => rows.length > 0);
}

/** Classes between the ends that the view has at every time; what has no value comes first, below the others. */
function valueGroups(page: Page, places: readonly StationRow[], ends: readonly number[]): Group[] {
  const unit = places.find(({ value }) => value !== null)?.value?.unit ?? '';
  const write = (value: number): string => writeValue(Number(value.toPrecision(3)), { type: 'number' }, page) ?? '';
  const say = (message: Message, words: Record<string, string>): string =>
    page.say(message, { ...words, unit: writeSeriesUnit(unit, page) }).trim();
  const valueOf = ({ value }: StationRow): number | null =>
    value !== null && value.status === 0 && value.flag !== 4 ? value.value : null;
  const empty = places.filter((row) => valueOf(row) === null);
  const words = Array.from({ length: ends.length + 1 }, (_, place) => {
    const [low, high] = [ends[place - 1], ends[place]].map((end) => (end === undefined ? null : write(end)));
    if (low != null && high != null) return say(messages.mapValue, { low, high });
    if (low != null) return say(messages.mapAbove, { low });
    return high == null ? page.say(messages.mapAnyValue) : say(messages.mapBelow, { high });
  });
  const classOf = (value: number): number => ends.filter((end) => value >= end).length;
  const groups = words.map((word, place) => ({
    kind: `class-${place + 1}`,
    word,
    rows: places.filter((row) => valueOf(row) !== null && classOf(valueOf(row)!) === place),
  }));
  return empty.length > 0
    ? [{ kind: 'irregular', word: page.say(messages.mapNoValue), rows: empty }, ...groups]
    : groups;
}
