export { lettersTable, measureLetters } from './report.ts';
