import { warning, type Problem } from '../../problem.ts';

/** A file that is not what its name says. */
export const notValid = (file: string, language: string, broken: { readonly line: number; readonly column: number }): Problem => ({
  ...warning('file-syntax', [], `${file} is not valid ${language}, so what it declares is not known here.`, 'Correct it, and scan again.'),
  file,
  ...broken,
});
