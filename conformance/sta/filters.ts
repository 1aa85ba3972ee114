import assert from 'node:assert/strict';
import { checkStation, resultsOf, type StaCheck } from './sta-check.ts';

/** What a filter finds among the five observations of the sample. */
const found: readonly (readonly [string, string, readonly number[]])[] = [
  ['operators', 'result ge 3 and result lt 6', [3, 4.5]],
  ['operators', 'result eq 1.5 or not (result le 6)', [1.5, 7.5]],
  ['operators', 'result ne 3 and result add 1 mul 2 sub 1 gt 6', [6, 7.5]],
  ['operators', 'result div 2 eq 3 or result mod 3 eq 0', [3, 6]],
  ['operators', 'phenomenonTime gt 2026-01-03T00:00:00Z', [6, 7.5]],
  ['operators', 'phenomenonTime le 2026-01-02T07:00:00%2B07:00', [1.5, 3]],
  ['functions', 'day(phenomenonTime) eq 3 and month(phenomenonTime) eq 1 and year(phenomenonTime) eq 2026', [4.5]],
  ['functions', 'hour(resultTime) eq 0 and minute(resultTime) eq 10 and second(resultTime) eq 0', [4.5, 6, 7.5]],
  ['functions', 'date(phenomenonTime) eq 2026-01-04', [6]],
  [
    'functions',
    'phenomenonTime lt now() and phenomenonTime gt mindatetime() and phenomenonTime lt maxdatetime()',
    [1.5, 3, 4.5, 6, 7.5],
  ],
  ['functions', 'round(result) eq 2 or floor(result) eq 4 or ceiling(result) eq 8', [1.5, 4.5, 7.5]],
  ['navigation', "Datastream/Sensor/name eq 'sensor' and result gt 7", [7.5]],
  [
    'spatial',
    "st_intersects(FeatureOfInterest/feature,geography'POLYGON((105 20,106 20,106 22,105 22,105 20))') and result lt 2",
    [1.5],
  ],
  ['spatial', "geo.distance(FeatureOfInterest/feature,geography'POINT(0 0)') lt 1", []],
];

/** What holds of the thing of the sample. */
const holds: readonly (readonly [string, string])[] = [
  ['functions', "startswith(name,'conformance') and endswith(description,'.') and substringof('form',name)"],
  ['functions', "length(name) gt 5 and indexof(name,'conf') eq 0 and substring(name,0,4) eq 'conf'"],
  ['functions', "tolower('ABC') eq 'abc' and toupper(substring(name,0,4)) eq 'CONF' and trim('  a ') eq 'a'"],
  ['functions', "concat(concat(substring(name,0,4),'-'),'x') eq 'conf-x'"],
  ['properties', "properties/number eq 7 and properties/owner eq 'conformance' and properties/nested/flag eq true"],
  ['navigation', "Datastreams/ObservedProperty/name eq 'temperature' and Datastreams/Observations/result gt 7"],
  ['spatial', "st_within(Locations/location,geography'POLYGON((105 20,106 20,106 22,105 22,105 20))')"],
  ['spatial', "geo.intersects(Locations/location,geography'LINESTRING(105 21,106 21)')"],
  [
    'spatial',
    "st_equals(Locations/location,geography'POINT(105.8 21)') and st_relate(Locations/location,geography'POINT(105.8 21)','T********')",
  ],
];

const place = (text: string): string => encodeURIComponent(text.replace('%2B', '+'));

export const filterChecks: readonly StaCheck[] = [
  ...found.map(([group, filter, results], i) =>
    checkStation(`/req/request-data/filter#${group}-${i + 1}`, filter, async (sta, { seriesPath }) => {
      const values = await sta.values(`${seriesPath}/Observations?$orderby=phenomenonTime&$filter=${place(filter)}`);
      assert.deepEqual(resultsOf(values), results);
    }),
  ),
  ...holds.map(([group, filter], i) =>
    checkStation(`/req/request-data/built-in-query-functions#${group}-${i + 1}`, filter, async (sta, { thing }) => {
      const yes = await sta.values(`/Things?$filter=${place(`id eq ${thing} and (${filter})`)}`);
      assert.equal(yes.length, 1, 'the thing is not found');
      const no = await sta.values(`/Things?$filter=${place(`id eq ${thing} and not (${filter})`)}`);
      assert.equal(no.length, 0, 'the thing is found by the opposite too');
    }),
  ),
  checkStation(
    '/req/request-data/filter#wrong',
    'a filter that cannot be read is answered with 400',
    async (sta, { seriesPath }) => {
      for (const filter of [
        'result gt',
        'result equals 5',
        'nothing eq 5',
        "result gt 'x",
        'nothing(result) eq 1',
        '(result gt 1',
      ]) {
        assert.equal(
          (await sta.send('GET', `${seriesPath}/Observations?$filter=${place(filter)}`)).status,
          400,
          filter,
        );
      }
    },
  ),
];
