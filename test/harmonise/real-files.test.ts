import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createHarmoniser, inferStandard, profileLayer } from '../../src/harmonise/index.ts';
import { batchOf, layerOf, plainContext, streamOf } from './support.ts';

const folder = join(process.env['LIENTHONG_TEST_DATA'] ?? '../shared', 'data');
const skip = existsSync(folder) ? false : `there is no real data at ${folder} (LIENTHONG_TEST_DATA)`;

/** Files without quotes: their cells are what stands between commas. */
async function load(path: string) {
  const bytes = readFileSync(join(folder, path));
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\ufeff/, '');
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const layer = layerOf(lines[0]!.split(','));
  const batch = batchOf(lines.slice(1).map((line) => line.split(',')));
  const profile = await profileLayer(layer, streamOf(batch));
  const { standard, mapping } = inferStandard(profile, layer, { id: 'as-is', title: { vi: path, en: path } });
  const harmonised = createHarmoniser({ standard, mapping, layer }, plainContext).harmonise(batch);
  const guesses = Object.fromEntries(profile.columns.map(({ name, guess }) => [name, guess]));
  return { profile, guesses, harmonised, mapping, batch };
}

describe('guesses for real files, and no row lost as is', { skip }, () => {
  test('air monitoring: DD-MM-YYYY HH:MM, numbers with a dot', async () => {
    const { guesses, harmonised, batch } = await load('air/healthyair_hcmc_stations1-4_2021-2022.csv.gz');
    assert.equal(guesses['date']!.type, 'date-time');
    assert.equal(guesses['date']!.reading['order'], 'dmy');
    assert.equal(guesses['date']!.meaning, 'time');
    assert.equal(guesses['Station_No']!.type, 'integer');
    for (const name of ['TSP', 'PM2.5', 'O3', 'Temperature']) assert.equal(guesses[name]!.type, 'number', name);
    assert.equal(harmonised.rows.length, batch.rows.length);
    assert.equal(harmonised.rows[0]!.values[0], '2021-02-23T14:00:00Z');
  });
  test('irrigation water quality: D/M/YYYY, coordinates, repeating station code', async () => {
    const { guesses, harmonised, mapping, batch } = await load('water/mekong_delta_irrigation_wq_2016-2022.csv');
    assert.deepEqual([guesses['date']!.type, guesses['date']!.reading['order']], ['date', 'dmy']);
    assert.deepEqual(mapping.geometry, { from: 'columns', longitude: 'longitude', latitude: 'latitude' });
    assert.deepEqual([guesses['station_id']!.type, guesses['station_id']!.meaning], ['string', 'none']);
    assert.equal(guesses['pH']!.type, 'number');
    assert.equal(harmonised.rows.length, batch.rows.length);
    assert.equal(harmonised.rows[0]!.values[4], '2016-02-29');
  });
  test('tide gauge: M/D/YYYY, proven by its days', async () => {
    const { guesses, harmonised } = await load('water/saigon_dongnai_vungtau_water_level_2017.csv');
    assert.deepEqual([guesses['DateTime']!.type, guesses['DateTime']!.reading['order']], ['date-time', 'mdy']);
    assert.equal(guesses['WaterLevel_m']!.type, 'number');
    assert.equal(harmonised.rows.at(-1)!.values[0], '2017-12-31T16:00:00Z');
  });
  test('monthly index: single letters for coordinates', async () => {
    const { guesses } = await load('water/vn_wqi_monthly_series.csv');
    assert.deepEqual([guesses['e']!.meaning, guesses['n']!.meaning], ['longitude', 'latitude']);
    assert.equal(guesses['date']!.type, 'date');
  });
  test('scraped air quality: cells with units stay text, N/A is missing among numbers', async () => {
    const { guesses, harmonised, batch } = await load('air/iqair_scrape_2025/aqi_bac-ninh_2025_feb-jun.csv.gz');
    assert.deepEqual([guesses['wind_speed']!.type, guesses['wind_speed']!.reading['suffix']], ['string', 'km/h']);
    assert.equal(guesses['temperature']!.type, 'string');
    assert.equal(guesses['timestamp']!.type, 'date-time');
    assert.equal(guesses['pm25']!.type, 'number');
    assert.deepEqual(harmonised.quarantined, []);
    assert.equal(harmonised.rows.length, batch.rows.length);
  });
  test('a date column that holds 202012 is numbers', async () => {
    assert.equal((await load('tabular_quirks/bad-dates.csv')).guesses['date']!.type, 'integer');
  });
});
