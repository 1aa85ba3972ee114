/** Browsers by what they say of themselves; those that also say another's name come first. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bcoc_coc_browser\//i, 'Cốc Cốc'],
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPad\b/, 'iPad'],
  [/\biPhone\b/, 'iPhone'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/**
 * What a person calls the device of a session, from the header `User-Agent` (RFC 9110, 10.1.5): `Chrome, Android`. A
 * program's own first word where it is none of the usual browsers; empty where nothing was said.
 */
export function deviceName(agent: string): string {
  const named = (list: typeof browsers) => list.find(([sign]) => sign.test(agent))?.[1];
  const browser = named(browsers);
  return browser ? [browser, named(systems)].filter(Boolean).join(', ') : (agent.split(/\s/)[0] ?? '');
}
