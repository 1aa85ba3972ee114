import type { Geometry } from '../../kernel/index.ts';
import type { Cell } from '../model.ts';
import { attributeOf, type Attributes, type XmlHandler } from '../xml/xml-parser.ts';
import { GmlGeometry } from './gml-geometry.ts';
import { readSrsName, type SrsName } from './srs-name.ts';

export interface GmlFeature {
  /** Among all features of the file, from 1. */
  readonly position: number;
  /** Local name of its element. */
  readonly type: string;
  readonly id: string | null;
  /** By column: names of nested properties joined by dots. */
  readonly values: ReadonlyMap<string, Cell>;
  readonly geometry: Geometry | null;
  /** The system its geometry is in; null where nobody says. */
  readonly srs: SrsName | null;
  readonly hasGeometry: boolean;
  readonly fault: 'invalid-geometry' | 'record-too-long' | null;
  readonly detail: string;
}

const members = new Set(['featureMember', 'featureMembers', 'member', 'members', 'cityObjectMember']);
const collections = new Set(['FeatureCollection', 'SimpleFeatureCollection', 'Tuple', 'SpatialDataSet']);
/** Values under one name that get a column each; what comes after is joined to the last. */
const mostAlike = 20;

/** Follows a collection of features; hands each over when it is complete. */
export class GmlHandler implements XmlHandler {
  readonly #take: (feature: GmlFeature) => void;
  readonly #maxCharacters: number;
  /** Elements around the feature at hand. */
  readonly #outside: string[] = [];
  #collectionSrs: SrsName | null = null;
  #ordinal = 0;
  #feature: OpenFeature | null = null;
  #depth = 0;

  constructor(take: (feature: GmlFeature) => void, maxCharacters: number) {
    this.#take = take;
    this.#maxCharacters = maxCharacters;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#feature) {
      this.#depth += 1;
      this.#feature.open(name, attributes);
      return;
    }
    const parent = this.#outside.at(-1);
    if (parent !== undefined && members.has(parent) && !collections.has(name)) {
      this.#ordinal += 1;
      const id = attributeOf(attributes, 'id') ?? attributes['fid'] ?? null;
      this.#feature = new OpenFeature(this.#ordinal, name, id, this.#collectionSrs, this.#maxCharacters);
      this.#depth = 1;
      return;
    }
    if ((name === 'Envelope' || name === 'Box') && attributes['srsName'] !== undefined) {
      this.#collectionSrs = readSrsName(attributes['srsName']);
    }
    this.#outside.push(name);
  }

  text(text: string): void {
    this.#feature?.text(text);
  }

  close(name: string): void {
    if (!this.#feature) {
      this.#outside.pop();
      return;
    }
    this.#depth -= 1;
    if (this.#depth > 0) return this.#feature.close(name);
    this.#take(this.#feature.end());
    this.#feature = null;
  }
}

interface OpenProperty {
  readonly name: string;
  readonly href: string | undefined;
  text: string;
  hasChild: boolean;
}

class OpenFeature {
  readonly #position: number;
  readonly #type: string;
  readonly #id: string | null;
  readonly #maxCharacters: number;
  readonly #values = new Map<string, Cell>();
  readonly #path: OpenProperty[] = [];
  #srs: SrsName | null;
  #geometrySrs: SrsName | null = null;
  #geometry: Geometry | null = null;
  #hasGeometry = false;
  #building: GmlGeometry | null = null;
  #inBounds = 0;
  #fault: string | null = null;
  #characters = 0;

  constructor(position: number, type: string, id: string | null, srs: SrsName | null, maxCharacters: number) {
    this.#position = position;
    this.#type = type;
    this.#id = id;
    this.#srs = srs;
    this.#maxCharacters = maxCharacters;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#building) return this.#building.open(name, attributes);
    if (this.#inBounds > 0 || (name === 'boundedBy' && this.#path.length === 0)) {
      this.#inBounds += 1;
      if (attributes['srsName'] !== undefined) this.#srs = readSrsName(attributes['srsName']);
      return;
    }
    const around = this.#path.at(-1);
    if (around) around.hasChild = true;
    if (around && GmlGeometry.has(name)) {
      this.#building = new GmlGeometry(this.#srs);
      this.#building.open(name, attributes);
      return;
    }
    this.#path.push({ name, href: attributeOf(attributes, 'href'), text: '', hasChild: false });
    const unit = attributes['uom'];
    if (unit !== undefined) this.#set(`${this.#name()}.uom`, unit);
  }

  text(text: string): void {
    this.#characters += text.length;
    if (this.#characters > this.#maxCharacters || this.#inBounds > 0) return;
    if (this.#building) this.#building.text(text);
    else {
      const property = this.#path.at(-1);
      if (property) property.text += text;
    }
  }

  close(name: string): void {
    if (this.#building) {
      if (this.#building.close(name)) this.#endGeometry(this.#building);
      return;
    }
    if (this.#inBounds > 0) {
      this.#inBounds -= 1;
      return;
    }
    const property = this.#path.at(-1);
    if (property && !property.hasChild) {
      const text = property.text.trim();
      if (text !== '' || property.href !== undefined) this.#set(this.#name(), text === '' ? property.href! : text);
    }
    this.#path.pop();
  }

  /** The first geometry is the feature's; others stay values, as they stand. */
  #endGeometry(built: GmlGeometry): void {
    this.#building = null;
    if (!this.#hasGeometry) {
      this.#hasGeometry = true;
      this.#geometry = built.result;
      this.#geometrySrs = built.srs ?? this.#srs;
      this.#fault = built.fault;
    } else if (built.result) this.#set(this.#name(), built.result as unknown as Cell);
  }

  /** Elements that only name the type of a nested object begin with a capital and are left out. */
  #name(): string {
    return this.#path
      .map(({ name }) => name)
      .filter((name, index) => index === 0 || !/^[A-Z][a-z]/.test(name))
      .join('.');
  }

  #set(name: string, value: Cell): void {
    for (let times = 1; times <= mostAlike; times += 1) {
      const column = times === 1 ? name : `${name} (${times})`;
      if (!this.#values.has(column)) {
        this.#values.set(column, value);
        return;
      }
    }
    const last = `${name} (${mostAlike})`;
    this.#values.set(last, `${String(this.#values.get(last))}; ${String(value)}`);
  }

  end(): GmlFeature {
    const isTooLong = this.#characters > this.#maxCharacters;
    return {
      position: this.#position,
      type: this.#type,
      id: this.#id,
      values: this.#values,
      geometry: this.#geometry,
      srs: this.#geometrySrs,
      hasGeometry: this.#hasGeometry,
      fault: isTooLong ? 'record-too-long' : this.#fault !== null ? 'invalid-geometry' : null,
      detail: this.#fault ?? '',
    };
  }
}
