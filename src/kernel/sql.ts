/**
 * The `sql` tagged template: the only way a statement reaches the database.
 * Interpolated values become bound parameters ($1, $2, …); nested fragments are spliced in; identifiers only through
 * `sql.identifier`. Nothing else can put text into a statement, so no value is ever quoted by hand.
 */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
  /** True when a connection should keep the parsed statement: see `sql.kept`. */
  readonly isKept?: boolean;
}

class Fragment implements Sql {
  readonly parts: readonly string[];
  readonly values: readonly unknown[];
  readonly isKept: boolean;
  constructor(parts: readonly string[], values: readonly unknown[], isKept = false) {
    this.parts = parts;
    this.values = values;
    this.isKept = isKept;
  }
  get text(): string {
    let text = this.parts[0]!;
    for (let i = 1; i < this.parts.length; i++) text += `$${i}${this.parts[i]!}`;
    return text;
  }
}

function build(strings: readonly string[], inputs: readonly unknown[]): Fragment {
  const parts: string[] = [strings[0]!];
  const values: unknown[] = [];
  inputs.forEach((input, index) => {
    const following = strings[index + 1]!;
    if (input instanceof Fragment) {
      parts[parts.length - 1] += input.parts[0]!;
      input.values.forEach((value, i) => {
        values.push(value);
        parts.push(input.parts[i + 1]!);
      });
      parts[parts.length - 1] += following;
    } else {
      values.push(input);
      parts.push(following);
    }
  });
  return new Fragment(parts, values);
}

export function sql(strings: TemplateStringsArray, ...inputs: unknown[]): Sql {
  return build(strings, inputs);
}

/** A quoted identifier; several names make a qualified one (`schema.table`). */
sql.identifier = (...names: string[]): Sql =>
  new Fragment([names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.')], []);

/** Joins fragments with a separator (default `, `); an empty list gives an empty fragment. */
sql.join = (fragments: readonly Sql[], separator: Sql = new Fragment([', '], [])): Sql => {
  if (fragments.length === 0) return sql.empty;
  const strings = ['', ...fragments.slice(1).map(() => ''), ''];
  const inputs: Sql[] = [];
  fragments.forEach((fragment, i) => inputs.push(i === 0 ? fragment : build(['', '', ''], [separator, fragment])));
  return build(strings, inputs);
};

/**
 * The same statement, to be parsed once for each connection of a server: for one that is sent again and again. Its text
 * must not depend on what a caller writes, because a connection never forgets it.
 */
sql.kept = (statement: Sql): Sql => new Fragment((statement as Fragment).parts, statement.values, true);

/** A string literal of this code base spliced as text (migration files, keywords). Never for anything from outside. */
sql.raw = (text: string): Sql => new Fragment([text], []);

sql.empty = new Fragment([''], []) as Sql;
