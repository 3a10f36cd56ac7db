/** What was asked for, as a command line. */
import type { MigrationFlag, MigrationWish } from '../../wizard/steps/migration.ts';
import { quoteLine } from '../quote.ts';
import type { Style } from '../style.ts';

/** The line that makes the same step without questions. */
export function lineOf({ target, flags }: MigrationWish, folder: string, { width, colors }: Style): string[] {
  const words = ({ name, value }: MigrationFlag) => (value === '' ? [`--${name}`] : [`--${name}`, value]);
  const place = folder === '.' ? [] : [folder];
  return [
    '',
    colors.bold('The same without questions'),
    quoteLine([['npx', 'create-irsa', 'migrate', target, ...place], ...flags.map(words)], width),
  ];
}
