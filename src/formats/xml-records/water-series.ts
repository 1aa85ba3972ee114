import type { Detection } from '../model.ts';

/** A series of measurements in a standard form, and what its columns are called there. */
export interface WaterSeries {
  readonly detected: Detection;
  readonly names: ReadonlyMap<string, string>;
  readonly missing?: { readonly value: string; readonly mark: string };
}

// Keys as `RecordEvents` makes them, by their ends; the words are those of the standards in snake case.
const waterml1 = [
  ['siteInfo_siteName', 'site_name'],
  ['siteInfo_siteCode', 'site_code'],
  ['siteInfo_siteCode_network', 'network'],
  ['sourceInfo_siteName', 'site_name'],
  ['sourceInfo_siteCode', 'site_code'],
  ['sourceInfo_siteCode_network', 'network'],
  ['geogLocation_latitude', 'latitude'],
  ['geogLocation_longitude', 'longitude'],
  ['geogLocation_srs', 'srs'],
  ['variable_variableCode', 'variable_code'],
  ['variable_variableName', 'variable_name'],
  ['variable_unit_unitAbbreviation', 'unit'],
  ['variable_unit_unitCode', 'unit_code'],
  ['variable_noDataValue', 'no_data_value'],
  ['dateTime', 'time'],
  ['dateTimeUTC', 'time_utc'],
  ['value', 'value'],
] as const;

const waterml2 = [
  ['OM_Observation_procedure_href', 'procedure'],
  ['OM_Observation_observedProperty_href', 'observed_property'],
  ['OM_Observation_observedProperty_title', 'observed_property_name'],
  ['OM_Observation_featureOfInterest_href', 'feature_of_interest'],
  ['OM_Observation_featureOfInterest_title', 'feature_of_interest_name'],
  ['OM_Observation_resultTime_TimeInstant_timePosition', 'result_time'],
  ['uom_code', 'unit'],
  ['time', 'time'],
  ['value', 'value'],
  ['metadata_TVPMeasurementMetadata_qualifier_title', 'qualifier'],
] as const;

const observations = [
  ['procedure_href', 'procedure'],
  ['observedProperty_href', 'observed_property'],
  ['featureOfInterest_href', 'feature_of_interest'],
  ['phenomenonTime_TimeInstant_timePosition', 'time'],
  ['resultTime_TimeInstant_timePosition', 'result_time'],
  ['result', 'value'],
  ['result_uom', 'unit'],
] as const;

/** Told by where the records stand: `values/value` of WaterML 1, `MeasurementTVP` of WaterML 2, observations of O&M. */
export function waterSeries(path: string, keys: readonly string[]): WaterSeries | null {
  if (path.endsWith('/timeSeries/values/value')) {
    const mark = keys.find((key) => key.endsWith('variable_noDataValue'));
    return series('WaterML 1', waterml1, keys, mark === undefined ? undefined : { value: 'value', mark });
  }
  if (/^\/sitesResponse\/site(\/seriesCatalog\/series)?$/.test(path)) return series('WaterML 1', waterml1, keys);
  if (path.endsWith('/MeasurementTVP')) return series('WaterML 2', waterml2, keys);
  if (path.endsWith('/OM_Observation')) return series('O&M 2', observations, keys);
  return null;
}

/** Where the measurements of a standard stand, even a single one. */
export function isMeasurement(path: string): boolean {
  return path.endsWith('/timeSeries/values/value') || path.endsWith('/MeasurementTVP');
}

function series(
  standard: string,
  words: readonly (readonly [string, string])[],
  keys: readonly string[],
  missing?: { value: string; mark: string },
): WaterSeries {
  const names = new Map<string, string>();
  for (const [end, name] of words) {
    const isEnd = (candidate: string) => end.includes('_') && candidate.endsWith(`_${end}`);
    const key = keys.find((candidate) => candidate === end) ?? keys.find(isEnd);
    if (key !== undefined && !names.has(key) && ![...names.values()].includes(name)) names.set(key, name);
  }
  return {
    detected: { what: 'standard', value: standard, reason: 'structure', confidence: 0.95 },
    names,
    ...(missing ? { missing } : {}),
  };
}
