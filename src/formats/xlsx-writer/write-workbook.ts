import { buffer } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import { ZipFile } from 'yazl';
import { commentShapesXml, commentsOf, commentsXml } from './comments.ts';
import {
  cellStyles,
  columnLetters,
  escapeXml,
  type Validation,
  type WrittenSheet,
  type WrittenWorkbook,
} from './sheet-model.ts';

/** Fixed, so that the same workbook gives the same bytes. */
const fixedTime = new Date('2000-01-01T00:00:00Z');
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const documentRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** An XLSX file (ECMA-376, transitional) with what a form needs: checks, lists, formats, frozen rows. Held in memory. */
export async function writeWorkbook(workbook: WrittenWorkbook): Promise<Buffer> {
  const zip = new ZipFile();
  const add = (path: string, xml: string) => zip.addBuffer(Buffer.from(head + xml, 'utf8'), path, { mtime: fixedTime });
  const commented = workbook.sheets.map((sheet) => commentsOf(sheet).length > 0);
  add('[Content_Types].xml', contentTypes(commented));
  add('_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']]));
  add('xl/workbook.xml', workbookXml(workbook));
  const parts = workbook.sheets.map((_, at): [string, string] => ['worksheet', `worksheets/sheet${at + 1}.xml`]);
  add('xl/_rels/workbook.xml.rels', relations([...parts, ['styles', 'styles.xml']]));
  add('xl/styles.xml', stylesXml());
  for (const [at, sheet] of workbook.sheets.entries()) {
    const name = `sheet${at + 1}.xml`;
    add(`xl/worksheets/${name}`, sheetXml(sheet, commented[at]!));
    if (!commented[at]) continue;
    const parts = [
      ['vmlDrawing', `../drawings/comments${at + 1}.vml`],
      ['comments', `../comments${at + 1}.xml`],
    ] as const;
    add(`xl/worksheets/_rels/${name}.rels`, relations(parts));
    add(`xl/drawings/comments${at + 1}.vml`, commentShapesXml(commentsOf(sheet)));
    add(`xl/comments${at + 1}.xml`, commentsXml(commentsOf(sheet)));
  }
  zip.end();
  return buffer(zip.outputStream.pipe(new PassThrough()));
}

function contentTypes(commented: readonly boolean[]): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const part = (name: string, kind: string) =>
    `<Override PartName="/xl/${name}.xml" ContentType="${type}.${kind}+xml"/>`;
  const list = commented.map((_, at) => part(`worksheets/sheet${at + 1}`, 'worksheet')).join('');
  const comments = commented.map((has, at) => (has ? part(`comments${at + 1}`, 'comments') : '')).join('');
  const drawings =
    comments === ''
      ? ''
      : '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>';
  return (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `${drawings}${part('workbook', 'sheet.main')}${part('styles', 'styles')}${list}${comments}</Types>`
  );
}

function relations(list: readonly (readonly [string, string])[]): string {
  const entries = list.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${documentRelations}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${packageRelations}">${entries.join('')}</Relationships>`;
}

function workbookXml({ sheets, names }: WrittenWorkbook): string {
  const list = sheets.map(({ name, isHidden }, at) => {
    const state = isHidden ? ' state="hidden"' : '';
    return `<sheet name="${escapeXml(name)}" sheetId="${at + 1}"${state} r:id="rId${at + 1}"/>`;
  });
  const defined = Object.entries(names).map(
    ([name, range]) => `<definedName name="${name}">${escapeXml(range)}</definedName>`,
  );
  const definedNames = defined.length > 0 ? `<definedNames>${defined.join('')}</definedNames>` : '';
  return `<workbook xmlns="${main}" xmlns:r="${documentRelations}"><sheets>${list.join('')}</sheets>${definedNames}</workbook>`;
}

/** Format, font, fill and wrapping of each of `cellStyles`, in their order. */
function stylesXml(): string {
  const formats: Readonly<Record<string, number>> = { text: 49, number: 164, whole: 1, day: 165, moment: 166 };
  const fonts: Readonly<Record<string, number>> = { header: 1, required: 2, title: 3, example: 4 };
  const fills: Readonly<Record<string, number>> = { header: 2, required: 3, bad: 4 };
  const formatted = cellStyles.map((style) => {
    const wraps = ['header', 'required', 'wrapped', 'bad'].includes(style);
    const alignment = wraps ? '<alignment wrapText="1" vertical="top"/>' : '';
    return (
      `<xf numFmtId="${formats[style] ?? 0}" fontId="${fonts[style] ?? 0}" fillId="${fills[style] ?? 0}" borderId="0" xfId="0"` +
      ` applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">${alignment}</xf>`
    );
  });
  const font = (more: string) => `<font>${more}<sz val="11"/><name val="Arial"/></font>`;
  const fill = (colour: string) =>
    `<fill><patternFill patternType="solid"><fgColor rgb="FF${colour}"/></patternFill></fill>`;
  return (
    `<styleSheet xmlns="${main}">` +
    '<numFmts count="3"><numFmt numFmtId="164" formatCode="General"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy"/>' +
    '<numFmt numFmtId="166" formatCode="dd/mm/yyyy hh:mm"/></numFmts>' +
    `<fonts count="5">${font('')}${font('<b/>')}${font('<b/><color rgb="FF9C0006"/>')}<font><b/><sz val="14"/><name val="Arial"/></font>${font('<i/><color rgb="FF7F7F7F"/>')}</fonts>` +
    `<fills count="5"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fill('DDEBF7')}${fill('FCE4D6')}${fill('FFC7CE')}</fills>` +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${formatted.length}">${formatted.join('')}</cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>' +
    '<dxfs count="1"><dxf><fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill></dxf></dxfs></styleSheet>'
  );
}

function sheetXml(sheet: WrittenSheet, isCommented: boolean): string {
  const { columns, rows, frozenRows = 0, validations = [], markings = [] } = sheet;
  const pane = `<pane ySplit="${frozenRows}" topLeftCell="A${frozenRows + 1}" activePane="bottomLeft" state="frozen"/>`;
  const view = `<sheetViews><sheetView workbookViewId="0">${frozenRows > 0 ? pane : ''}</sheetView></sheetViews>`;
  const widths = columns.map(
    ({ width, style }, at) =>
      `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1" style="${cellStyles.indexOf(style ?? 'plain')}"/>`,
  );
  const marked = markings.map(
    ({ range, formula }, at) =>
      `<conditionalFormatting sqref="${range}"><cfRule type="expression" dxfId="0" priority="${at + 1}"><formula>${escapeXml(formula)}</formula></cfRule></conditionalFormatting>`,
  );
  const checks =
    validations.length > 0
      ? `<dataValidations count="${validations.length}">${validations.map(validationXml).join('')}</dataValidations>`
      : '';
  return (
    `<worksheet xmlns="${main}" xmlns:r="${documentRelations}">${view}<cols>${widths.join('')}</cols>` +
    `<sheetData>${rows.map(rowXml).join('')}</sheetData>${marked.join('')}${checks}` +
    `${isCommented ? '<legacyDrawing r:id="rId1"/>' : ''}</worksheet>`
  );
}

function rowXml(cells: WrittenSheet['rows'][number], at: number): string {
  const written = cells.map((cell, column) => {
    if (!cell) return '';
    const place = `r="${columnLetters(column)}${at + 1}" s="${cellStyles.indexOf(cell.style ?? 'plain')}"`;
    if (typeof cell.value === 'number') return `<c ${place}><v>${cell.value}</v></c>`;
    return `<c ${place} t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell.value)}</t></is></c>`;
  });
  return `<row r="${at + 1}">${written.join('')}</row>`;
}

/** Excel takes titles of 32 and messages of 255 characters. */
function validationXml({ range, type, operator, first, second, strict, title, prompt, error }: Validation): string {
  const check = operator ? ` operator="${operator}"` : '';
  const refusal = error
    ? ` errorTitle="${escapeXml(title.slice(0, 32))}" error="${escapeXml(error.slice(0, 225))}"`
    : '';
  const formulas = [first, second].map((formula, at) =>
    formula === undefined ? '' : `<formula${at + 1}>${escapeXml(formula)}</formula${at + 1}>`,
  );
  return (
    `<dataValidation type="${type}" errorStyle="${strict ? 'stop' : 'warning'}"${check} allowBlank="1" showInputMessage="1" showErrorMessage="1"` +
    `${refusal} promptTitle="${escapeXml(title.slice(0, 32))}" prompt="${escapeXml(prompt.slice(0, 250))}" sqref="${range}">${formulas.join('')}</dataValidation>`
  );
}
