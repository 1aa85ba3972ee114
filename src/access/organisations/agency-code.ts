/**
 * Agency codes (mã định danh điện tử), Quyết định 20/2020/QĐ-TTg: government `H26.5.1` (letter A–Y, two digits, groups
 * between dots, 35 characters at most), others `Z01…` without dots, enterprises by their registration number. Which code
 * belongs to whom is not known here: the list changes with every merger.
 */
const government = /^[A-Y]\d{2}(\.[0-9A-Z]+)*$/;
const others = /^Z\d{2}[0-9A-Z]{0,32}$/;
const enterprise = /^\d{8,13}(-\d{3})?$/;
/** The older form (QCVN 102:2016, Thông tư 10/2016/TT-BTTTT), reversed, with groups of zeros where there is no level. */
const older = /^[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Y]\d{2}$/;
const longest = 35;

/** The code in the form in force, from either form, in any case and with spaces around it; null where it is neither. */
export function readAgencyCode(text: string): string | null {
  const code = text.trim().toUpperCase();
  const current = older.test(code) ? fromOlder(code) : code;
  const isCode = government.test(current) || others.test(current) || enterprise.test(current);
  return isCode && current.length <= longest ? current : null;
}

function fromOlder(code: string): string {
  return code
    .split('.')
    .reverse()
    .filter((group) => !/^0+$/.test(group))
    .join('.');
}

/** The code of the level above in a government code, as its groups say; null at the first level and for others. */
export function codeAbove(code: string): string | null {
  const end = code.lastIndexOf('.');
  return end === -1 ? null : code.slice(0, end);
}
