export { slugOf, titleOfFile } from './file-title.ts';
export { filesBeside } from './files-beside.ts';
export { inspect, type Inspection, type Refused } from './inspect.ts';
export { formatDoctorChecks } from './doctor.ts';
export { defaultLimits, type ReaderLimits } from './limits.ts';
export type {
  Cell,
  Detection,
  InputFile,
  Layer,
  LayerCrs,
  LayerFormat,
  LeftOut,
  RejectedRecord,
  RowBatch,
} from './model.ts';
export { formatProblems } from './problems.ts';
export { readLayer, type ReadOptions } from './read-layer.ts';
export type { ReaderOptions } from './reading.ts';
export { fileLayoutProperties, fileLayoutRequired, type FileLayout, type SeriesLayout } from './layouts/file-layout.ts';
export { readLaidOut, type LaidOut, type LaidOutLine } from './layouts/read-laid-out.ts';
export { exampleMarks, formNames } from './sheets/form.ts';
export { headerRowsOf, sheetRangeOf, type ReadingChoice } from './reading-choice.ts';
export { geometryOfWkb } from './wkb.ts';
export {
  columnLetters,
  type CellStyle,
  type SheetCell,
  type Validation,
  type WrittenSheet,
} from './xlsx-writer/sheet-model.ts';
export { writeWorkbook } from './xlsx-writer/write-workbook.ts';
export { smallFiles, type SmallFile } from './small-files.ts';
export { CsvSplitter } from './csv/split-records.ts';
