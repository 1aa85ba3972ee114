import { batchChecks } from './batch.ts';
import { dataArrayChecks } from './data-array.ts';
import { filterChecks } from './filters.ts';
import { optionChecks } from './options.ts';
import { readingChecks } from './reading.ts';
import type { StaCheck } from './sta-check.ts';
import { writingChecks } from './writing.ts';

/** Our executable version of what 18-088 asks, by its requirement classes. */
export const staSuites: readonly { readonly title: string; readonly checks: readonly StaCheck[] }[] = [
  { title: 'SensorThings 1.1, reading (18-088, 8 and 9.2)', checks: readingChecks },
  { title: 'SensorThings 1.1, query options (18-088, 9.3)', checks: optionChecks },
  { title: 'SensorThings 1.1, filters (18-088, 9.3.3.5)', checks: filterChecks },
  { title: 'SensorThings 1.1, create, update, delete (18-088, 10)', checks: writingChecks },
  { title: 'SensorThings 1.1, batch requests (18-088, 11)', checks: batchChecks },
  { title: 'SensorThings 1.1, data arrays (18-088, 12)', checks: dataArrayChecks },
];
