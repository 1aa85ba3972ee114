import { join } from 'node:path';

/** File of a running node in its data folder: process, address it listens on, base address. Commands find it there. */
export const nodeFile = (dataFolder: string): string => join(dataFolder, 'node.json');
