import type { OfficialSuite } from './run-official.ts';

/** Levels 1 to 3 of the suite for SensorThings 1.0: the sensing core, writing, filters. It writes and deletes everything. */
export const officialSta: OfficialSuite = {
  title: 'SensorThings 1.0 levels 1–3, official (ets-sta10)',
  artifact: 'ets-sta10',
  version: '1.5',
  controller: 'org.opengis.cite.sta10.TestNGController',
  setting: 'ETS_STA_JAR',
  writesHome: true,
  properties: { ics: '3' },
  explain: () => null,
};
