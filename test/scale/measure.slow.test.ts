import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { isFound, missingData, plant, goesByTime, plantedChanges, randomOf, realSeries, scalesOf } from './measure.ts';

/** Draws per planted change; the table in docs/units-of-measure.md is made with these. */
const draws = 20;

test('changes of unit on real series: false alarms and detections', { skip: missingData }, async (context) => {
  const lines: string[] = [];
  const say = (line: string) => {
    lines.push(line);
    context.diagnostic(line);
    const report = process.env['SCALE_REPORT'];
    if (report) writeFileSync(report, `${lines.join('\n')}\n`);
  };
  const series = await realSeries();
  let columns = 0;
  let alarms = 0;
  const measurable: { at: number; column: number; name: string }[] = [];
  for (const [at, { file, layer, batch }] of series.entries()) {
    const profile = await scalesOf(layer, batch);
    const watched = profile.columns.filter((column) => column.levels !== undefined);
    columns += watched.length;
    for (const finding of profile.scales ?? []) {
      alarms++;
      say(`alarm: ${file}: ${JSON.stringify(finding)}`);
    }
    for (const column of watched) {
      if (column.rows - column.empty >= 60) measurable.push({ at, column: column.index, name: column.name });
    }
  }
  say(`${series.length} layers, ${columns} numeric columns, ${alarms} false alarms`);
  const random = randomOf(Number(process.env['SCALE_SEED'] ?? 20261125));
  let all = 0;
  for (const { name, factor, isOfTime, change } of plantedChanges) {
    const targets = measurable.filter((each) => !isOfTime || goesByTime(each.name));
    const found = { exact: 0, rounded: 0 };
    for (let draw = 0; draw < draws; draw++) {
      const target = targets[Math.floor(random() * targets.length)]!;
      const { file, layer, batch } = series[target.at]!;
      const length = Math.max(8, Math.floor(batch.rows.length * (0.05 + random() * 0.3)));
      const from = Math.floor(random() * (batch.rows.length - length));
      const [first, last] = [batch.positions[from]!, batch.positions[from + length - 1]!];
      for (const kind of ['exact', 'rounded'] as const) {
        const planted = plant(batch, target.column, from, from + length - 1, change, kind === 'rounded');
        const { scales } = await scalesOf(layer, planted);
        if (isFound(scales ?? [], target.name, first, last, factor)) found[kind]++;
        else
          say(
            `  missed ${name} ${kind}: ${file} ${target.name} rows ${first}-${last}: ${JSON.stringify(scales ?? null)}`,
          );
      }
    }
    all += found.exact;
    say(`${name}: ${found.exact} of ${draws}, rounded to the places of the file ${found.rounded}`);
  }
  say(`detected ${all} of ${plantedChanges.length * draws}`);
  assert.ok(columns > 40);
  assert.ok(alarms <= columns * 0.03, `${alarms} false alarms on ${columns} columns`);
  assert.ok(all >= plantedChanges.length * draws * 0.4);
});
