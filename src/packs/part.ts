import type { Place } from './faults.ts';
import type { Codelist, Pack, PropertyType, Standard, Text, Unit } from './model.ts';
import type { Path } from './read-yaml.ts';

/**
 * A kind of file that packs may hold, with the schema that its module keeps. Modules above `packs` export theirs
 * (thresholds, procedures, styles, …) and `loadPacks` takes them as `options.parts`.
 */
export interface PackPart<T = unknown> {
  /** Folder inside the pack, and name in `PackSet.part`. */
  readonly name: string;
  /** Ending of its files, with the dot. `.yaml` and `.json` are parsed and checked with `schema`; others come as text. */
  readonly extension: string;
  readonly schema?: object;
  /** JSON Schema of one entry per file in the section `name` of pack.yaml, for files that cannot describe themselves. */
  readonly entry?: object;
  /** Makes the value of one file, looking at nothing but the file. What it cannot accept it refuses. */
  read(file: PartFile): T;
  /** Looks at what the value refers to, once its pack and those it depends on are read. */
  check?(value: T, file: PartFile, context: CheckContext): void;
}

/** One file of a part. */
export interface PartFile {
  readonly pack: string;
  /** File name without its ending. */
  readonly id: string;
  /** Inside the packs folder, with `/`. */
  readonly path: string;
  /** NFC, without byte order mark. */
  readonly text: string;
  /** The checked document of a `.yaml` or `.json` file, else undefined. */
  readonly value: unknown;
  /** The checked entry of pack.yaml, where the part has one. */
  readonly entry: unknown;
  place(path: Path): Place;
  /** Refuses the whole pack for a reason that stands at this path of the document, or at this place of the text. */
  refuse(where: Path | Place, reason: Text): void;
  /** The same for a path inside this file's entry of pack.yaml. */
  refuseEntry(where: Path, reason: Text): void;
}

/** What a file may refer to: its own pack and those that the pack depends on. */
export interface CheckContext {
  readonly pack: Pack;
  /** The pack itself first, then its dependencies. */
  readonly visible: readonly Pack[];
  codelist(id: string): Codelist | undefined;
  standard(id: string): Standard | undefined;
  unit(code: string): Unit | undefined;
  /** The files of a part in the visible packs. */
  part<T>(name: string): readonly PartValue<T>[];
  readonly unitCodes: readonly string[];
  /** Throws when CQL2 text cannot be parsed or does not fit the properties; absent when no parser was given. */
  readonly checkCondition?:
    ((condition: string, properties: Readonly<Record<string, PropertyType>>) => void) | undefined;
}

/** A file with what its part made of it. */
export interface PartValue<T = unknown> {
  readonly pack: string;
  readonly file: PartFile;
  readonly value: T;
}
