import type { Geometry } from '../../kernel/index.ts';
import type { Cell } from '../model.ts';
import type { Attributes, XmlHandler } from '../xml/xml-parser.ts';
import { KmlGeometry } from './kml-geometry.ts';

export interface Placemark {
  readonly position: number;
  readonly id: string | null;
  /** Names of the folders around it, outermost first, joined by ` / `. */
  readonly folder: string;
  /** By field: an element of the placemark (`name`), or `data:` and a name of its extended data. */
  readonly values: ReadonlyMap<string, Cell>;
  readonly geometry: Geometry | null;
  /** Why the geometry, or the whole placemark, could not be read. */
  readonly fault: 'invalid-geometry' | 'record-too-long' | null;
  readonly detail: string;
}

export interface KmlListener {
  placemark(placemark: Placemark): void;
  /** Something that is no placemark: a link to another file, a picture on the ground. */
  other(element: string): void;
}

/** Elements whose text becomes a column. */
const plainFields = new Set([
  'name',
  'description',
  'address',
  'phoneNumber',
  'Snippet',
  'snippet',
  'when',
  'begin',
  'end',
]);
const others = new Set(['NetworkLink', 'GroundOverlay', 'ScreenOverlay', 'PhotoOverlay', 'Tour']);

/** Follows the elements of a KML document (OGC 12-007r2). Styles, views and regions are passed over. */
export class KmlHandler implements XmlHandler {
  readonly #listener: KmlListener;
  readonly #maxCharacters: number;
  /** Folders and documents around, with the depth they stand at. */
  readonly #folders: { readonly depth: number; readonly isFolder: boolean; name: string }[] = [];
  readonly #types = new Map<string, string>();
  #depth = 0;
  #ordinal = 0;
  #inSchema = false;
  /** Depth at which something is passed over; nothing inside is looked at. */
  #skipFrom = 0;
  #current: OpenPlacemark | null = null;
  #text: string | null = null;
  /** Element whose text is collected, and the depth it stands at. */
  #textOf = '';
  #textDepth = 0;

  constructor(listener: KmlListener, maxCharacters: number) {
    this.#listener = listener;
    this.#maxCharacters = maxCharacters;
  }

  open(name: string, attributes: Attributes): void {
    this.#depth += 1;
    if (this.#skipFrom > 0) return;
    if (this.#text !== null) {
      // HTML that nobody put into CDATA: kept as it stands.
      this.#append(`<${name}>`);
      return;
    }
    if (this.#current) this.#openInside(this.#current, name, attributes);
    else this.#openOutside(name, attributes);
  }

  #openOutside(name: string, attributes: Attributes): void {
    if (name === 'Placemark') {
      this.#ordinal += 1;
      const folder = this.#folders.filter(({ isFolder }) => isFolder).map((each) => each.name);
      this.#current = new OpenPlacemark(this.#ordinal, attributes['id'] ?? null, folder.join(' / '));
    } else if (name === 'Folder' || name === 'Document') {
      this.#folders.push({ depth: this.#depth, isFolder: name === 'Folder', name: '' });
    } else if (name === 'name') this.#collect(name);
    else if (name === 'Schema') this.#inSchema = true;
    else if (name === 'SimpleField' && this.#inSchema) {
      if (attributes['name']) this.#types.set(attributes['name'], attributes['type'] ?? 'string');
    } else if (others.has(name)) {
      this.#listener.other(name);
      this.#skipFrom = this.#depth;
    } else if (/^(Style|StyleMap|Region|LookAt|Camera|Metadata)$/.test(name)) this.#skipFrom = this.#depth;
  }

  #openInside(current: OpenPlacemark, name: string, attributes: Attributes): void {
    if (current.geometry.isOpen || KmlGeometry.has(name)) {
      current.geometry.open(name);
      if (name === 'coordinates' || name === 'coord') this.#collect(name);
      else if (name === 'ExtendedData' || name === 'Location')
        this.#skipFrom = name === 'ExtendedData' ? this.#depth : 0;
      if (name === 'longitude' || name === 'latitude' || name === 'altitude') this.#collect(name);
    } else if (name === 'ExtendedData' || name === 'SchemaData') current.inData = this.#depth;
    else if (current.inData > 0) {
      if (name === 'Data') current.key = attributes['name'] ?? '';
      else if (name === 'displayName') this.#skipFrom = this.#depth;
      else {
        if (name !== 'value') current.key = attributes['name'] ?? name;
        this.#collect('data');
      }
    } else if (plainFields.has(name)) this.#collect(name);
    else if (/^(Style|StyleMap|Region|LookAt|Camera)$/.test(name)) this.#skipFrom = this.#depth;
  }

  text(text: string): void {
    if (this.#text !== null) this.#append(text);
  }

  #collect(element: string): void {
    this.#text = '';
    this.#textOf = element;
    this.#textDepth = this.#depth;
  }

  #append(text: string): void {
    if (!this.#current) {
      if (this.#text!.length < 10_000) this.#text += text;
      return;
    }
    this.#current.characters += text.length;
    if (this.#current.characters > this.#maxCharacters) this.#text = '';
    else this.#text += text;
  }

  close(name: string): void {
    const depth = this.#depth;
    this.#depth -= 1;
    if (this.#skipFrom > 0) {
      if (depth === this.#skipFrom) this.#skipFrom = 0;
      return;
    }
    if (this.#text !== null) {
      if (depth === this.#textDepth) this.#endText();
      else this.#append(`</${name}>`);
      if (depth === this.#textDepth) return;
      return;
    }
    if (this.#current) this.#closeInside(this.#current, name, depth);
    else if (name === 'Schema') this.#inSchema = false;
    else if (this.#folders.at(-1)?.depth === depth) this.#folders.pop();
  }

  #endText(): void {
    const text = this.#text!;
    this.#text = null;
    const current = this.#current;
    if (!current) {
      const folder = this.#folders.at(-1);
      if (folder && folder.depth === this.#textDepth - 1) folder.name = text.trim();
    } else if (this.#textOf === 'coordinates' || this.#textOf === 'coord') {
      current.geometry.positions(text, this.#textOf === 'coord');
    } else if (/^(longitude|latitude|altitude)$/.test(this.#textOf)) current.place(this.#textOf, text);
    else if (this.#textOf === 'data') current.set(`data:${current.key}`, typed(text, this.#types.get(current.key)));
    else current.set(this.#textOf === 'snippet' ? 'Snippet' : this.#textOf, text);
  }

  #closeInside(current: OpenPlacemark, name: string, depth: number): void {
    if (name === 'Placemark') {
      this.#current = null;
      this.#listener.placemark(current.end(this.#maxCharacters));
    } else if (current.geometry.isOpen) current.geometry.close(name);
    else if (current.inData === depth) current.inData = name === 'SchemaData' ? depth - 1 : 0;
  }
}

class OpenPlacemark {
  readonly geometry = new KmlGeometry();
  readonly #position: number;
  readonly #id: string | null;
  readonly #folder: string;
  readonly #values = new Map<string, Cell>();
  readonly #place: string[] = [];
  /** Depth of the extended data that is open, 0 when none is. */
  inData = 0;
  key = '';
  characters = 0;

  constructor(position: number, id: string | null, folder: string) {
    this.#position = position;
    this.#id = id;
    this.#folder = folder;
  }

  /** Two values under one name are both kept. */
  set(field: string, value: Cell): void {
    if (value === null) return;
    let unique = field;
    for (let times = 2; this.#values.has(unique) && times < 100; times += 1) unique = `${field} (${times})`;
    this.#values.set(unique, value);
  }

  /** A model's place comes in three elements. */
  place(element: string, text: string): void {
    this.#place[['longitude', 'latitude', 'altitude'].indexOf(element)] = text.trim();
    if (element === 'altitude' || (element === 'latitude' && this.#place[0] !== undefined)) {
      if (this.#place.length === 2 || element === 'altitude') this.geometry.positions(this.#place.join(','), false);
    }
  }

  end(maxCharacters: number): Placemark {
    const isTooLong = this.characters > maxCharacters;
    const fault = isTooLong ? 'record-too-long' : this.geometry.fault !== null ? 'invalid-geometry' : null;
    return {
      position: this.#position,
      id: this.#id,
      folder: this.#folder,
      values: this.#values,
      geometry: this.geometry.result,
      fault,
      detail: this.geometry.fault ?? '',
    };
  }
}

/** By the type of its schema, where the text is of that type. */
function typed(text: string, type: string | undefined): Cell {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (type !== undefined && /^(int|uint|short|ushort|float|double)$/.test(type)) {
    const value = Number(trimmed);
    if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return value;
  }
  if (type === 'bool' && /^(true|false|1|0)$/i.test(trimmed)) return /^(true|1)$/i.test(trimmed);
  return text;
}
