/** A cell of a file as the text that a person corrects; empty for none. U+0000 cannot be stored and reads as U+FFFD. */
export function textOfCell(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  return text.replaceAll('\u0000', '\ufffd');
}
