/** Column names unique by suffix ` (2)`; a name of nothing but space becomes `column N`, counted from 1. */
export function uniqueColumns(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const wanted = name.trim() === '' ? `column ${index + 1}` : name;
    let unique = wanted;
    for (let times = 2; taken.has(unique); times += 1) unique = `${wanted} (${times})`;
    taken.add(unique);
    return unique;
  });
}
