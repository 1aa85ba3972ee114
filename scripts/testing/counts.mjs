/** `N passed, N failed, N skipped`: the last line of every command that tests something. */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Reads the counts from the last line of an output; null where it is no such line. */
export function readSummary(output) {
  const found = /^(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(output.trimEnd().split('\n').at(-1) ?? '');
  return found && { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3]) };
}

export function add(total, counts) {
  for (const key of ['passed', 'failed', 'skipped']) total[key] += counts[key];
}
