/** Endings of files that can be read, and of what packs them: they say nothing that a title should say. */
const endings = [
  ...['csv', 'tsv', 'txt', 'tab', 'json', 'geojson', 'geojsonl', 'ndjson', 'xlsx'],
  ...['shp', 'dbf', 'gpkg', 'kml', 'kmz', 'fgb', 'gml', 'mif', 'dxf', 'dgn', 'gdb'],
  ...['gz', 'zip'],
];
const atEnd = new RegExp(`(\\.(${endings.join('|')}))+$`, 'i');
const anywhere = new RegExp(`\\.(${endings.join('|')})(?=$|[^a-z0-9])`, 'gi');

/** The name of a file without folder and endings: `2025/tram.csv.gz` is `tram`. */
export function titleOfFile(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.replace(atEnd, '') || last;
}

/** A name of several files (`goi.zip/tram.csv#1`) without their endings, each a blank. */
function withoutEndings(names: string): string {
  return names.replace(anywhere, ' ');
}

/** ASCII slug of a Vietnamese name, for ids. */
export function slugOf(text: string): string {
  const slug = withoutEndings(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug.slice(0, 30).replace(/-+$/, '') || 'layer';
}
