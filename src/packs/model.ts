/** Text for people: Vietnamese first, English beside it. */
export interface Text {
  readonly vi: string;
  readonly en: string;
}

/** Where a rule, limit or code comes from. `M` = from memory: shown as unconfirmed, decides nothing. */
export interface LegalSource {
  readonly title: string;
  readonly article?: string;
  readonly url?: string;
  readonly confidence: 'V' | '1' | 'M';
}

export type PropertyType = 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'date-time' | 'json';

/** One column of a standard or of an inferred schema. */
export interface Property {
  /** Slug: [a-z][a-z0-9_]*, at most 50 bytes; the SQL column and the API name. */
  readonly name: string;
  readonly title: Text;
  readonly description?: Text;
  readonly type: PropertyType;
  /** UCUM code, e.g. `ug/m3`. */
  readonly unit?: string;
  /** Lets shares of volume (ppm) and amounts (mmol/L) be turned into the mass concentration that `unit` is. */
  readonly molar?: MolarState;
  readonly required?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly maxLength?: number;
  /** Id of a code list of this pack or one it depends on, e.g. `vn-core/provinces-34`. */
  readonly codelist?: string;
  /** Severities of built-in checks of this property, where they differ from the standard's. */
  readonly severities?: Readonly<Record<string, Severity>>;
  /** With `codelist`: what stands between codes where a value may hold several, such as `+`. */
  readonly separator?: string;
  /** Property that holds the code of the unit in which this one's stands: names are looked up inside it. */
  readonly within?: string;
  /** Code list that an *as is* column was found to hold codes of; it serves reading, nothing is checked by it. */
  readonly recognised?: string;
  /** Whether values of parts add up to that of the whole, as areas and counts do: only then is a sum given out. */
  readonly summable?: boolean;
  /** Property that weighs this one in means, such as the area of a share. */
  readonly weightedBy?: string;
  /** Property with the day on which the code must be valid; today where not said. */
  readonly asOf?: string;
  /** Personal data (Luật 91/2025/QH15): never published openly by default. */
  readonly personal?: boolean;
  /** The value names earlier features, between `;` or `,`, by this property of theirs: a split or merge made this one. */
  readonly predecessors?: string;
  /** Other names that columns have in the wild, for proposals and for hand-made mappings. */
  readonly synonyms?: readonly string[];
  readonly source?: LegalSource;
}

/** A substance's molar mass, and the state of the gas that the standard's concentrations refer to. */
export interface MolarState {
  /** g/mol. */
  readonly mass: number;
  /** °C; needed for shares of volume, left out for what is dissolved. */
  readonly temperature?: number;
  /** kPa. */
  readonly pressure?: number;
  readonly source: LegalSource;
}

export type Severity = 'error' | 'warning' | 'info';

/** A condition that each row must satisfy, in CQL2 text over the property names. */
export interface RowRule {
  readonly id: string;
  readonly severity: Severity;
  readonly title: Text;
  readonly condition: string;
  readonly source?: LegalSource;
}

/** What a rule over many rows speaks of; lengths in metres, areas in square metres. */
export type SetRuleKind = 'area' | 'sum' | 'unique' | 'overlap' | 'gap' | 'inside' | 'geohash';

/** A rule that one row alone cannot be judged by: the geometry, the other rows, or another collection decide. */
export interface SetRule {
  readonly id: string;
  readonly kind: SetRuleKind;
  readonly severity: Severity;
  readonly title: Text;
  readonly source?: LegalSource;
  /** `area`: the area as told; `sum`: the part; `inside`: the code of the unit; `geohash`: the identifier. */
  readonly property?: string;
  /** `unique`: what no two rows share; `sum`: what tells to which whole a row belongs. */
  readonly by?: readonly string[];
  /** `overlap`, `gap`: only neighbours that agree in this property are looked at. */
  readonly within?: string;
  /** `area`, `sum`: what may differ, the greater of both. */
  readonly tolerance?: { readonly share: number; readonly absolute: number };
  /** `overlap`, `inside`, `gap`: smaller areas are not told. */
  readonly above?: number;
  /** `gap`: larger holes are no gaps but free land. */
  readonly below?: number;
  /** `gap`: the longest that is looked for. */
  readonly longest?: number;
  /** `sum`: the whole; `inside`: the collections of areas, of the whole node (`property` there is its `areas`). */
  readonly of?: { readonly standard: string; readonly property?: string; readonly by?: readonly string[] };
  /** `geohash`: number of characters. */
  readonly length?: number;
}

/** What harmonised data of one kind look like. Also the shape of an inferred (as is) schema, with `pack` ''. */
export interface Standard {
  readonly id: string;
  readonly version: string;
  readonly pack: string;
  readonly title: Text;
  readonly description?: Text;
  readonly geometry?: { readonly types: readonly string[]; readonly required: boolean };
  /** Property with the code of the unit whose area each feature is: its collections decide between units by place. */
  readonly areas?: string;
  readonly properties: readonly Property[];
  /** Property names whose values identify a record; empty: rows are kept by content and occurrence. */
  readonly key: readonly string[];
  /** Differing rows with one key in one delivery: all to quarantine, or the last one wins. */
  readonly onDuplicateKey: 'quarantine' | 'last';
  readonly sortables: readonly string[];
  /** Severity of the built-in checks (type, required, range, pattern, codelist, geometry), 'error' where not said. */
  readonly severities?: Readonly<Record<string, Severity>>;
  readonly rules: readonly RowRule[];
  /** Rules over many rows; they run when all rows are staged. */
  readonly checks?: readonly SetRule[];
  /** Texts that mean "no value" beside the empty cell, e.g. `N/A`, `-`, `-9999`. */
  readonly missing: readonly string[];
  /** Set where a record holds values of series; published records then stand in the series of their station too. */
  readonly series?: SeriesColumns;
  readonly source?: readonly LegalSource[];
}

/** Which properties of a record say what of the values in it. */
export interface SeriesColumns {
  /** Property with the station's code. */
  readonly station: string;
  /** Property with the station's name. */
  readonly name?: string;
  readonly time: string;
  /** What the time is of the measured interval. */
  readonly stamp: 'instant' | 'start' | 'end';
  /** Properties that are parameters, each with its unit; absent: every property that is a number with a unit. */
  readonly parameters?: readonly string[];
}

export interface CodelistEntry {
  readonly code: string;
  readonly labelVi: string;
  readonly labelEn: string;
  /** ISO dates; empty: always. */
  readonly validFrom: string;
  readonly validTo: string;
  /** The document that sets the entry; its confidence mark stands in the list's `source`, or in a column `confidence`. */
  readonly source: string;
  /** Further columns of the file, by header. */
  readonly extra: Readonly<Record<string, string>>;
}

export interface Codelist {
  /** With its pack: `vn-core/provinces-34`. */
  readonly id: string;
  readonly title: Text;
  readonly description?: Text;
  readonly source: readonly LegalSource[];
  readonly entries: readonly CodelistEntry[];
  /** Hierarchy: the column of `extra` whose cells are codes of the list one level up. */
  readonly parent?: { readonly column: string; readonly codelist: string };
  /** How entries are named, for those who look them up by name. */
  readonly names?: NameColumns;
  /** Column of `extra` with the code under which the same thing is known otherwise, where sources disagree. */
  readonly sameAs?: string;
  /** Set on lists of units of a country's division: codes of one scheme say nothing in another. */
  readonly units?: {
    readonly scheme: string;
    readonly level: string;
    /** Headers of columns that hold such codes, for tables that come without a standard. */
    readonly headers?: readonly string[];
  };
}

export interface NameColumns {
  /** Column of `extra` with the kind of each entry, whose words stand before its name: a code of `kinds`. */
  readonly kind?: string;
  /** Code list of kinds; its column `spellings` holds their words and abbreviations, between bars. */
  readonly kinds?: string;
  /** Column of `extra` with other names, between bars. */
  readonly aliases?: string;
}

/** How the codes of one list became those of another. */
export interface Crosswalk {
  /** With its pack: `vn-core/provinces-2025`. */
  readonly id: string;
  readonly title: Text;
  readonly description?: Text;
  readonly source: readonly LegalSource[];
  /** Full ids of two code lists. */
  readonly from: string;
  readonly to: string;
  readonly rows: readonly CrosswalkRow[];
}

export interface CrosswalkRow {
  readonly from: string;
  readonly to: string;
  /** `part`: what `from` stood for went to several, of which this is one. */
  readonly relation: 'whole' | 'part';
  readonly confidence: string;
  readonly note: string;
}

/** A unit of measure; two units with one `base` convert: value in base = value × factor + offset. */
export interface Unit {
  /** UCUM, case sensitive: `ug/m3`. */
  readonly code: string;
  /** As people write it: `µg/m³`. */
  readonly symbol: string;
  readonly title: Text;
  /** Code of `vn-core/quantities`, e.g. `mass-concentration`. */
  readonly quantity: string;
  readonly base: string;
  readonly factor: number;
  readonly offset: number;
  /** How headers and cells spell it, beside code and symbol. */
  readonly spellings: readonly string[];
}

/** Where the units of a code list lie. */
export interface Locations {
  /** With its pack: `vn-core/communes-after-2025`. */
  readonly id: string;
  readonly title: Text;
  readonly source: readonly LegalSource[];
  /** Full id of the code list. */
  readonly codelist: string;
  readonly entries: readonly Location[];
}

export interface Location {
  readonly code: string;
  /** Centroid, degrees of WGS 84. */
  readonly longitude: number;
  readonly latitude: number;
  /** Null where no source says it. */
  readonly areaKm2: number | null;
}

export interface CrsDefinition {
  readonly code: string; // 'EPSG:5897'
  readonly uri: string; // 'http://www.opengis.net/def/crs/EPSG/0/5897'
  readonly title: Text;
  readonly proj4: string; // with towgs84 in position-vector signs
  /** Order of the axes that the authority defines: `xy` east or longitude first, `yx` north or latitude first. */
  readonly axisOrder: 'xy' | 'yx';
  /** Id of a datum of this pack or one it depends on: tells method and error bound of the way to WGS 84. */
  readonly datum?: string;
  /** Other codes and names by which files call it. */
  readonly aliases?: readonly string[];
  /** Tried where a file gives plane coordinates and does not say their system. */
  readonly candidate?: boolean;
  /** False: read where a file states it, not offered to readers. */
  readonly offered?: boolean;
  readonly source?: LegalSource;
}

/** A geodetic datum, and the one way from it to WGS 84 that is used, whatever parameters a file carries. */
export interface DatumDefinition {
  readonly id: string;
  readonly title: Text;
  /** As files spell it; compared by letters and digits alone. */
  readonly names: readonly string[];
  readonly codes?: readonly string[];
  /** Translations in metres by which a nameless datum is recognised. */
  readonly shifts?: readonly (readonly number[])[];
  /** Numbers that MapInfo gives it. */
  readonly mapinfo?: readonly number[];
  /** As proj4 writes it: `+ellps=WGS84`. */
  readonly ellipsoid: string;
  /** Three or seven parameters in proj4's order and signs; empty: none needed. */
  readonly toWgs84: string;
  /** Code of the transformation, empty where nothing is transformed. */
  readonly method: string;
  readonly errorMetres: number | null;
  readonly note?: Text;
  readonly source: LegalSource;
}

export interface Pack {
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  readonly depends: readonly string[];
  readonly maintainers: readonly string[];
  readonly sources: readonly LegalSource[];
  readonly standards: readonly Standard[];
  readonly codelists: readonly Codelist[];
  readonly crs: readonly CrsDefinition[];
  readonly crosswalks: readonly Crosswalk[];
  readonly datums: readonly DatumDefinition[];
  readonly locations: readonly Locations[];
}
