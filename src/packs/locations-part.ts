import { unknownCodelist } from './codelists-part.ts';
import { reason } from './faults.ts';
import type { LegalSource, Location, Locations, Text } from './model.ts';
import type { CheckContext, PackPart, PartFile } from './part.ts';
import { readCsv } from './read-csv.ts';
import { closed, legalSources, reference, text } from './schema.ts';

interface LocationsHead {
  readonly title: Text;
  readonly description?: Text;
  readonly sources: readonly LegalSource[];
  readonly codelist: string;
}

const columns = ['code', 'longitude', 'latitude', 'area_km2'] as const;

/** locations/*.csv: where the units of a code list lie; described by a section of pack.yaml. */
export const locationsPart: PackPart<Locations> = {
  name: 'locations',
  extension: '.csv',
  entry: closed({ title: text, description: text, sources: legalSources, codelist: reference }, [
    'title',
    'sources',
    'codelist',
  ]),
  read: readLocations,
  check: checkCodes,
};

function readLocations(file: PartFile): Locations {
  const { title, sources: source, codelist } = file.entry as LocationsHead;
  const list = codelist.includes('/') ? codelist : `${file.pack}/${codelist}`;
  return { id: `${file.pack}/${file.id}`, title, source, codelist: list, entries: readEntries(file) };
}

function readEntries(file: PartFile): Location[] {
  const [header, ...records] = readCsv(file.text, (place, why) => file.refuse(place, why));
  const places = columns.map((column) => header?.cells.indexOf(column) ?? -1);
  columns.forEach((column, index) => {
    if (places[index] === -1) file.refuse({ line: 1, column: 1 }, reason('missing-column', { column }));
  });
  if (places.includes(-1)) return [];
  return records.flatMap(({ cells, line }) => {
    const [code, longitude, latitude, area] = places.map((place) => cells[place] ?? '');
    const entry = {
      code: code!,
      longitude: Number(longitude || NaN),
      latitude: Number(latitude || NaN),
      areaKm2: area === '' ? null : Number(area),
    };
    const isPlace = Math.abs(entry.longitude) <= 180 && Math.abs(entry.latitude) <= 90;
    if (code !== '' && isPlace && !Number.isNaN(entry.areaKm2)) return [entry];
    const details = { value: cells.join(','), allowed: columns.join(',') };
    file.refuse({ line, column: 1 }, reason('value-not-allowed', details));
    return [];
  });
}

function checkCodes(locations: Locations, file: PartFile, context: CheckContext): void {
  const list = context.codelist(locations.codelist);
  if (!list) return file.refuseEntry(['codelist'], unknownCodelist(locations.codelist, context.visible));
  const codes = new Set(list.entries.map((entry) => entry.code));
  locations.entries.forEach(({ code }, index) => {
    if (codes.has(code)) return;
    const details = { column: 'code', value: code, list: list.id };
    file.refuse({ line: index + 2, column: 1 }, reason('code-not-in-list', details));
  });
}
