export { letterConverter, type ConvertedText, type LettersReading } from './convert.ts';
export { detectColumns, detectLetters, mostFrequent, type FoundLetters, type LettersGuess } from './detect.ts';
export { encodingsPart, type LetterEncoding } from './encodings-part.ts';
export { createLetters, unicode, type Letters } from './letters.ts';
export { LetterSample } from './sample.ts';
export { judgeSyllable, syllableKind } from './syllable.ts';
