/** The two languages of pages, messages and problem details. Vietnamese is the default at every bare address. */
export type Language = 'vi' | 'en';

/** Text of a message in both languages, with `{name}` places for parameters. Each module keeps its own list. */
export interface Message {
  readonly vi: string;
  readonly en: string;
}
export type Messages = Readonly<Record<string, Message>>;
export type Parameters = Readonly<Record<string, string | number>>;

/** Fills the `{name}` places; numbers are written the way the language writes them. An unknown place stays as it is. */
export function fill(message: Message, language: Language, parameters: Parameters = {}): string {
  return message[language].replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = parameters[name];
    if (value === undefined) return place;
    return typeof value === 'number' ? formatNumber(value, language) : value;
  });
}

const numberFormats = {
  vi: new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 9 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 9 }),
};

/** `1.240` and `3,7` in Vietnamese, `1,240` and `3.7` in English. */
export function formatNumber(value: number, language: Language): string {
  return numberFormats[language].format(value);
}
