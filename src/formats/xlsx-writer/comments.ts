import { columnLetters, escapeXml, type WrittenSheet } from './sheet-model.ts';

interface Comment {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

export function commentsOf({ rows }: WrittenSheet): Comment[] {
  return rows.flatMap((cells, row) =>
    cells.flatMap((cell, column) => (cell?.comment === undefined ? [] : [{ row, column, text: cell.comment }])),
  );
}

/** The comments of a sheet (ECMA-376, 18.7). */
export function commentsXml(comments: readonly Comment[]): string {
  const list = comments.map(
    ({ row, column, text }) =>
      `<comment ref="${columnLetters(column)}${row + 1}" authorId="0"><text><t xml:space="preserve">${escapeXml(text)}</t></text></comment>`,
  );
  return (
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>Lienthong</author></authors>' +
    `<commentList>${list.join('')}</commentList></comments>`
  );
}

const linesOf = (text: string): number => Math.min(12, 2 + Math.ceil(text.length / 32));

/** The boxes in which spreadsheets show comments: still VML (ECMA-376 part 4, 19), for Excel shows none without. */
export function commentShapesXml(comments: readonly Comment[]): string {
  const shapes = comments.map(({ row, column, text }, at) => {
    const anchor = [column + 1, 12, row, 4, column + 4, 12, row + linesOf(text), 4].join(', ');
    return (
      `<v:shape id="_x0000_s${1025 + at}" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#fff7d6" o:insetmode="auto">` +
      '<v:fill color2="#fff7d6"/><v:textbox style="mso-direction-alt:auto"/>' +
      `<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>` +
      `<x:Row>${row}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`
    );
  });
  return (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">' +
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>' +
    `${shapes.join('')}</xml>`
  );
}
