export type { Cell, Detection, InputFile, Layer, RejectedRecord, RowBatch } from './model.ts';
