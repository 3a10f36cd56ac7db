/** Tests for `terraform test`: the test file, and the small modules by which it looks into others. */
import type { Plan } from '../../plan/plan.ts';
import type { FileSet, OutFile } from '../file-set.ts';
import { inDirectory } from '../paths.ts';
import { tidy } from '../terraform/tidy.ts';
import { readerOfModule, readerRoot } from './reader.ts';
import { testFile } from './test-file.ts';

export function emitTests({ tests }: Plan): FileSet {
  if (tests === undefined) return [];
  const file = (name: string, hcl: string): OutFile => ({
    path: inDirectory(tests.directory, `tests/${name}`),
    content: tidy(hcl),
    comments: 'hash',
  });
  const inModules = [...new Set(tests.roles.flatMap(({ inModule }) => inModule ?? []))].sort();
  return [
    file('irsa.tftest.hcl', testFile(tests)),
    ...(tests.roles.length === 0 ? [] : [file('irsa/main.tf', readerRoot(tests))]),
    ...inModules.map((label) => file(`irsa/${label}/main.tf`, readerOfModule(label))),
  ];
}
