import { fill, Problem } from '../kernel/index.ts';
import { suggest } from './check-schema.ts';
import { patternFault, unknownCodelist } from './codelists-part.ts';
import { reason } from './faults.ts';
import type {
  Codelist,
  LegalSource,
  Property,
  PropertyType,
  RowRule,
  SeriesColumns,
  SetRule,
  Severity,
  Standard,
  Text,
} from './model.ts';
import type { CheckContext, PackPart, PartFile } from './part.ts';
import type { Path } from './read-yaml.ts';
import { closed, legalSource, legalSources, line, reference, severity, slug, text, version } from './schema.ts';
import { checkSetRule, checkSetRuleReferences, setRule } from './set-rules.ts';
import { unitList } from './units.ts';

/** Names of the checks that every standard has without saying so. */
export const builtInRules = ['type', 'required', 'range', 'pattern', 'maxLength', 'codelist', 'geometry'] as const;

const propertyTypes: readonly PropertyType[] = ['string', 'integer', 'number', 'boolean', 'date', 'date-time', 'json'];
const geometryTypes = [
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
];

/** At most 50 bytes, so that PostgreSQL's 63 leave room for what indexes and views add. */
const propertyName = { type: 'string', pattern: '^[a-z][a-z0-9_]*$', maxLength: 50 } as const;

const property = closed(
  {
    name: propertyName,
    title: text,
    description: text,
    type: { type: 'string', enum: propertyTypes },
    unit: line,
    molar: closed(
      {
        mass: { type: 'number', exclusiveMinimum: 0 },
        temperature: { type: 'number', minimum: -100, maximum: 500 },
        pressure: { type: 'number', exclusiveMinimum: 0 },
        source: legalSource,
      },
      ['mass', 'source'],
    ),
    required: { type: 'boolean' },
    minimum: { type: 'number' },
    maximum: { type: 'number' },
    pattern: line,
    maxLength: { type: 'integer', minimum: 1 },
    codelist: reference,
    separator: { type: 'string', minLength: 1, maxLength: 3 },
    within: propertyName,
    asOf: propertyName,
    severities: closed(Object.fromEntries(builtInRules.map((name) => [name, severity]))),
    summable: { type: 'boolean' },
    weightedBy: propertyName,
    personal: { type: 'boolean' },
    predecessors: propertyName,
    synonyms: { type: 'array', items: line, uniqueItems: true },
    source: legalSource,
  },
  ['name', 'title', 'type'],
);

const rule = closed({ id: slug, severity, title: text, condition: line, source: legalSource }, [
  'id',
  'severity',
  'title',
  'condition',
]);

/** The document of one standards/*.yaml; what it leaves out is filled in by `readStandard`. */
interface StandardDocument {
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  readonly description?: Text;
  readonly geometry?: Standard['geometry'];
  readonly areas?: string;
  readonly key: readonly string[];
  readonly onDuplicateKey?: Standard['onDuplicateKey'];
  readonly sortables?: readonly string[];
  readonly severities?: Readonly<Record<string, Severity>>;
  readonly missing?: readonly string[];
  readonly properties: readonly Property[];
  readonly rules?: readonly RowRule[];
  readonly checks?: readonly SetRule[];
  readonly series?: SeriesColumns;
  readonly sources: readonly LegalSource[];
}

/** standards/*.yaml: what harmonised data of one kind look like. */
export const standardsPart: PackPart<Standard> = {
  name: 'standards',
  extension: '.yaml',
  schema: closed(
    {
      id: slug,
      version,
      title: text,
      description: text,
      geometry: closed(
        {
          types: { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', enum: geometryTypes } },
          required: { type: 'boolean' },
        },
        ['types', 'required'],
      ),
      areas: propertyName,
      key: { type: 'array', items: propertyName, uniqueItems: true },
      onDuplicateKey: { type: 'string', enum: ['quarantine', 'last'] },
      sortables: { type: 'array', items: propertyName, uniqueItems: true },
      severities: closed(Object.fromEntries(builtInRules.map((name) => [name, severity]))),
      missing: { type: 'array', items: line, uniqueItems: true },
      properties: { type: 'array', items: property, minItems: 1 },
      rules: { type: 'array', items: rule },
      checks: { type: 'array', items: setRule },
      series: closed(
        {
          station: propertyName,
          name: propertyName,
          time: propertyName,
          stamp: { type: 'string', enum: ['instant', 'start', 'end'] },
          parameters: { type: 'array', items: propertyName, minItems: 1, uniqueItems: true },
        },
        ['station', 'time', 'stamp'],
      ),
      sources: legalSources,
    },
    ['id', 'version', 'title', 'key', 'properties', 'sources'],
  ),
  read: readStandard,
  check: checkReferences,
};

function readStandard(file: PartFile): Standard {
  const { sources, ...document } = file.value as StandardDocument;
  if (document.id !== file.id) file.refuse(['id'], reason('id-not-name', { id: document.id, name: file.id }));
  const standard: Standard = {
    ...document,
    pack: file.pack,
    properties: document.properties.map((each) => withFullCodelist(each, file.pack)),
    ...(document.checks ? { checks: document.checks.map((each) => withFullStandard(each, file.pack)) } : {}),
    onDuplicateKey: document.onDuplicateKey ?? 'quarantine',
    sortables: document.sortables ?? [],
    rules: document.rules ?? [],
    missing: document.missing ?? [],
    source: sources,
  };
  refuseRepeated(
    standard.properties.map((each) => each.name),
    'properties',
    'name',
    file,
  );
  refuseRepeated(
    standard.rules.map((each) => each.id),
    'rules',
    'id',
    file,
  );
  const ruleIds = new Set(standard.rules.map((each) => each.id));
  standard.checks?.forEach((each, index) => {
    const isTaken = ruleIds.has(each.id);
    ruleIds.add(each.id);
    if (isTaken) file.refuse(['checks', index, 'id'], reason('repeated-elsewhere', { name: each.id }));
    checkRule(each, ['checks', index], file);
    checkSetRule(each, standard, ['checks', index], file);
  });
  standard.properties.forEach((each, index) => checkProperty(each, ['properties', index], file));
  standard.rules.forEach((each, index) => checkRule(each, ['rules', index], file));
  checkKey(standard, file);
  checkNamed(standard, file);
  checkSeries(standard, file);
  return standard;
}

function withFullCodelist(property: Property, pack: string): Property {
  if (property.codelist === undefined || property.codelist.includes('/')) return property;
  return { ...property, codelist: `${pack}/${property.codelist}` };
}

function withFullStandard(rule: SetRule, pack: string): SetRule {
  if (rule.of === undefined || rule.of.standard.includes('/')) return rule;
  return { ...rule, of: { ...rule.of, standard: `${pack}/${rule.of.standard}` } };
}

function refuseRepeated(names: readonly string[], list: string, word: string, file: PartFile): void {
  names.forEach((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return;
    const line = file.place([list, first]).line;
    file.refuse([list, index, word], reason('repeated-name', { name, line }));
  });
}

/** Which types a restricting word makes sense for. */
const wordTypes: Readonly<Record<string, readonly PropertyType[]>> = {
  unit: ['integer', 'number'],
  molar: ['number'],
  minimum: ['integer', 'number'],
  maximum: ['integer', 'number'],
  pattern: ['string'],
  maxLength: ['string'],
  codelist: ['string'],
  separator: ['string'],
  within: ['string'],
  asOf: ['string'],
  summable: ['integer', 'number'],
  weightedBy: ['integer', 'number'],
  predecessors: ['string'],
};

function checkProperty(property: Property, path: Path, file: PartFile): void {
  for (const [word, types] of Object.entries(wordTypes)) {
    if (!(word in property) || types.includes(property.type)) continue;
    file.refuse([...path, word], reason('word-needs-type', { word, types: types.join(', '), type: property.type }));
  }
  const { minimum, maximum, pattern } = property;
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    file.refuse([...path, 'minimum'], reason('range-reversed', { minimum, maximum }));
  }
  checkMolar(property, path, file);
  const detail = pattern === undefined ? null : patternFault(pattern);
  if (detail !== null) file.refuse([...path, 'pattern'], reason('bad-pattern', { pattern: pattern!, detail }));
}

/** Molar mass from memory would change every number of a column (DESIGN §6); temperature and pressure go together. */
function checkMolar({ name, molar, unit }: Property, path: Path, file: PartFile): void {
  if (!molar) return;
  if (unit === undefined) file.refuse([...path, 'molar'], reason('molar-needs-unit', { name }));
  if (molar.source.confidence === 'M') file.refuse([...path, 'molar'], reason('molar-unconfirmed', { name }));
  if ((molar.temperature === undefined) !== (molar.pressure === undefined)) {
    file.refuse([...path, 'molar'], reason('molar-half-state', { name }));
  }
}

/** A source from memory may raise a hint, but never keep a row out (DESIGN §6). */
function checkRule(rule: RowRule | SetRule, path: Path, file: PartFile): void {
  if ((builtInRules as readonly string[]).includes(rule.id)) {
    file.refuse([...path, 'id'], reason('reserved-rule', { name: rule.id }));
  }
  if (rule.source?.confidence === 'M' && rule.severity === 'error') {
    file.refuse([...path, 'severity'], reason('unconfirmed-decides', { rule: rule.id }));
  }
}

/** `areas` names a property with codes; `weightedBy` one with numbers. */
function checkNamed(standard: Standard, file: PartFile): void {
  const names = standard.properties.map((each) => each.name);
  const find = (name: string) => standard.properties.find((each) => each.name === name);
  const { areas } = standard;
  if (areas !== undefined && find(areas)?.codelist === undefined) {
    const why = find(areas) ? reason('column-not-codes', { column: areas }) : suggest('unknown-property', 'name', areas, names); // prettier-ignore
    file.refuse(['areas'], why);
  }
  standard.properties.forEach((property, index) => {
    for (const word of ['weightedBy', 'predecessors'] as const) {
      const name = property[word];
      if (name === undefined || find(name)) continue;
      file.refuse(['properties', index, word], suggest('unknown-property', 'name', name, names));
    }
  });
}

/** What a record's series are told by must be properties. */
function checkSeries({ series, properties }: Standard, file: PartFile): void {
  if (!series) return;
  const names = properties.map(({ name }) => name);
  const named: (readonly [Path, string])[] = [
    [['series', 'station'], series.station],
    [['series', 'time'], series.time],
    ...(series.name === undefined ? [] : [[['series', 'name'], series.name] as const]),
    ...(series.parameters ?? []).map((name, place) => [['series', 'parameters', place], name] as const),
  ];
  for (const [place, name] of named) {
    if (!names.includes(name)) file.refuse(place, suggest('unknown-property', 'name', name, names));
  }
}

function checkKey(standard: Standard, file: PartFile): void {
  const byName = new Map(standard.properties.map((each) => [each.name, each]));
  for (const list of ['key', 'sortables'] as const) {
    standard[list].forEach((name, index) => {
      if (byName.has(name)) return;
      file.refuse([list, index], suggest('unknown-property', 'name', name, [...byName.keys()]));
    });
  }
  standard.key.forEach((name, index) => {
    const property = byName.get(name);
    if (property && property.required !== true) file.refuse(['key', index], reason('key-not-required', { name }));
  });
}

function checkReferences(standard: Standard, file: PartFile, context: CheckContext): void {
  standard.properties.forEach(({ unit, codelist }, index) => {
    if (unit !== undefined && !context.unit(unit)) {
      const why = suggest('unknown-unit', 'unit', unit, context.unitCodes, { list: unitList });
      file.refuse(['properties', index, 'unit'], why);
    }
    if (codelist !== undefined && !context.codelist(codelist)) {
      file.refuse(['properties', index, 'codelist'], unknownCodelist(codelist, context.visible));
    }
  });
  standard.properties.forEach((property, index) => checkLeaning(property, index, standard, file, context));
  standard.checks?.forEach((each, index) => checkSetRuleReferences(each, ['checks', index], file, context));
  checkConditions(standard, file, context);
}

/** `within` names a property whose list stands above this one's; `asOf` one with a day. */
function checkLeaning(property: Property, index: number, standard: Standard, file: PartFile, context: CheckContext) {
  const { codelist, within, asOf } = property;
  const find = (word: 'within' | 'asOf', name: string): Property | undefined => {
    const found = standard.properties.find((other) => other.name === name && other !== property);
    const names = standard.properties.map((other) => other.name);
    if (!found) file.refuse(['properties', index, word], suggest('unknown-property', 'name', name, names));
    return found;
  };
  const day = asOf === undefined ? undefined : find('asOf', asOf);
  if (day && day.type !== 'date' && day.type !== 'date-time') {
    file.refuse(['properties', index, 'asOf'], reason('not-a-day', { name: day.name }));
  }
  const above = within === undefined ? undefined : find('within', within);
  if (!above) return;
  const list = codelist === undefined ? undefined : context.codelist(codelist);
  if (above.codelist !== undefined && listsAbove(list, context).includes(above.codelist)) return;
  file.refuse(['properties', index, 'within'], reason('not-above', { name: above.name, list: codelist ?? '–' }));
}

/** Ids of the lists above a list, nearest first. */
function listsAbove(list: Codelist | undefined, context: CheckContext): string[] {
  const above: string[] = [];
  for (let id = list?.parent?.codelist; id !== undefined && !above.includes(id);) {
    above.push(id);
    id = context.codelist(id)?.parent?.codelist;
  }
  return above;
}

function checkConditions(standard: Standard, file: PartFile, { checkCondition }: CheckContext): void {
  if (!checkCondition) return;
  const types = Object.fromEntries(standard.properties.map((each) => [each.name, each.type]));
  standard.rules.forEach((rule, index) => {
    try {
      checkCondition(rule.condition, types);
    } catch (error) {
      file.refuse(['rules', index, 'condition'], conditionFault(error));
    }
  });
}

function conditionFault(error: unknown): Text {
  if (!(error instanceof Problem)) return reason('bad-condition', { detail: (error as Error).message });
  const { type, parameters } = error;
  return {
    vi: reason('bad-condition', { detail: fill(type.detail, 'vi', parameters) }).vi,
    en: reason('bad-condition', { detail: fill(type.detail, 'en', parameters) }).en,
  };
}
