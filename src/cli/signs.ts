/** Signs beyond ASCII that our own sentences use, in ASCII; words of the user stay as they are. */
const ASCII: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '→': '->',
  '–': '-',
  '—': '-',
  '•': '-',
};

const SIGNS = new RegExp(`[${Object.keys(ASCII).join('')}]`, 'g');

/** For a terminal that may show UTF-8, or may not. */
export const signsFor =
  (unicode: boolean) =>
  (text: string): string =>
    unicode ? text : text.replace(SIGNS, (sign) => ASCII[sign] ?? sign);

/** Windows terminals have no locale variables, and all that run Node 20 know UTF-8. */
export const knowsUnicode = (env: Readonly<Record<string, string | undefined>>, platform: string): boolean =>
  platform === 'win32' || /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '');
