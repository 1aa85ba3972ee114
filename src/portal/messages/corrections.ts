import type { Messages } from '../../kernel/index.ts';

export const correctionMessages = {
  rowTitle: { vi: 'Sửa dòng {row} của tệp {file}', en: 'Correct row {row} of file {file}' },
  rowLead: {
    vi: 'Sửa ô sai ở đây, kèm lý do. Tệp gốc giữ nguyên; lần chạy sau dùng giá trị mới, và ai xem dòng này đều biết nó đã được sửa.',
    en: 'Correct what is wrong, and say why. The file itself stays as it is; the next run uses the new values, and whoever looks at the record is told that it was corrected.',
  },
  carries: {
    vi: 'Lần giao sau: nếu dòng có cùng khoá vẫn mang đúng chữ sai này thì được sửa lại như vậy; nếu tệp đã sửa thì theo tệp.',
    en: 'Next deliveries: a row with the same key that still has this very text is corrected again; where the file was mended, the file counts.',
  },
  inFile: { vi: 'Trong tệp: “{value}”', en: 'In the file: “{value}”' },
  emptyInFile: { vi: 'Trong tệp: ô trống', en: 'In the file: an empty cell' },
  longCell: { vi: 'Ô này quá dài để sửa ở đây.', en: 'This cell is too long to be corrected here.' },
  reason: { vi: 'Lý do sửa', en: 'Reason' },
  reasonHint: {
    vi: 'Ví dụ: trạm xác nhận qua điện thoại ngày 20/11. Lý do được giữ cùng dữ liệu.',
    en: 'For example: the station confirmed it by telephone on 20 November. It is kept with the data.',
  },
  wrongCells: { vi: 'Các ô cần xem', en: 'Cells to look at' },
  otherCells: { vi: 'Các ô còn lại ({count})', en: 'The other cells ({count})' },
  save: { vi: 'Lưu, sửa tiếp dòng khác', en: 'Save and go on' },
  saveAndRun: { vi: 'Lưu và chạy lại', en: 'Save and run again' },
  notReadable: {
    vi: 'Dòng này không đọc được thành các ô nên không sửa ở đây được. Sửa trong tệp rồi giao lại.',
    en: 'This row could not be read as cells and cannot be corrected here. Correct the file and deliver it again.',
  },
  newer: {
    vi: 'Lượt {run} đã công bố lần giao mới hơn. Lần sửa vẫn được giữ, nhưng chạy lại lượt này sẽ đưa dữ liệu cũ trở lại nên không chạy từ đây.',
    en: 'Run {run} has published a later delivery. Corrections are kept, but running this one again would bring older data back.',
  },
  correctRow: { vi: 'Sửa dòng này', en: 'Correct this row' },
  correctedRow: { vi: 'Đã sửa {count} ô, chờ chạy lại', en: '{count} [cell|cells] corrected, waiting for a run' },
  waiting: {
    vi: 'Đã sửa {rows} dòng sau lượt này. Chạy lại để dữ liệu theo các ô đã sửa.',
    en: '{rows} [row has|rows have] been corrected since this run. Run it again to use what was corrected.',
  },
  runAgain: { vi: 'Chạy lại với các ô đã sửa', en: 'Run again with the corrections' },
  listTitle: { vi: 'Các ô đã sửa của tệp {file}', en: 'Corrected cells of file {file}' },
  listLink: { vi: 'Các ô đã sửa của tệp này', en: 'Corrected cells of this file' },
  listLead: {
    vi: 'Ai sửa, khi nào, từ gì thành gì, vì sao. Bỏ lần sửa thì lần chạy sau dòng trở về như trong tệp; nếu dòng đó không đạt, nó ra khỏi dữ liệu.',
    en: 'Who corrected what, when and why. Without a correction the next run takes the row as it stands in the file; where that does not pass, the row leaves the data.',
  },
  none: {
    vi: 'Chưa sửa ô nào của tệp này. Mở các dòng để riêng của một lượt chạy, rồi chọn “Sửa dòng này”.',
    en: 'No cell of this file has been corrected. Open the rows that a run set aside and choose “Correct this row”.',
  },
  history: { vi: 'Những lần sửa của dòng này', en: 'Corrections of this row' },
  row: { vi: 'Dòng', en: 'Row' },
  column: { vi: 'Cột', en: 'Column' },
  from: { vi: 'Trong tệp', en: 'In the file' },
  to: { vi: 'Sửa thành', en: 'Corrected to' },
  who: { vi: 'Ai sửa', en: 'Who' },
  when: { vi: 'Lúc (UTC+7)', en: 'When (UTC+7)' },
  state: { vi: 'Trạng thái', en: 'State' },
  inForce: { vi: 'đang dùng', en: 'in force' },
  ended: { vi: 'đã bỏ {moment}, {name}', en: 'ended {moment}, {name}' },
  revert: { vi: 'Bỏ lần sửa', en: 'Take back' },
  revertLabel: {
    vi: 'Bỏ lần sửa ở dòng {row}, cột {column}',
    en: 'Take back the correction in row {row}, column {column}',
  },
  operator: { vi: 'người vận hành nút', en: 'the operator of the node' },
  lineage: { vi: 'Đã sửa sau khi giao', en: 'Corrected after delivery' },
  lineageOne: {
    vi: '{column}: “{from}” thành “{to}”. {reason} ({who}, {moment})',
    en: '{column}: “{from}” to “{to}”. {reason} ({who}, {moment})',
  },
  lineagePublic: {
    vi: 'Người quản lý dữ liệu đã sửa {count} ô, lần cuối {moment}.',
    en: 'The steward corrected {count} [cell|cells], last on {moment}.',
  },
} as const satisfies Messages;
