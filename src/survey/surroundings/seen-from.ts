import type { At } from '../found.ts';

/** A place as seen from a folder: `../k8s/app.yaml`. */
export const seenFrom =
  (folder: string) =>
  ({ file, line }: At): At => ({ file: wayTo(file, folder), line });

function wayTo(file: string, folder: string): string {
  const there = file.split('/');
  const here = folder === '.' ? [] : folder.split('/');
  const shared = here.findIndex((step, i) => step !== there[i]);
  const common = shared === -1 ? here.length : shared;
  return [...here.slice(common).map(() => '..'), ...there.slice(common)].join('/');
}
