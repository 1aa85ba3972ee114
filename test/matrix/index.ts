export { startNodeProcess } from '../../bench/support/node-process.ts';
export { connectFile, tableFiles } from './connected-file.ts';
export { matrixDocument } from './matrix-document.ts';
