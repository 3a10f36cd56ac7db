/** What `diff` is asked to compare, and cannot. */
import { withApp, type ExamplesOf } from './example.ts';

const files = { 'irsa.yaml': withApp('') };
const COMMITTED = ['git init -q .', 'git add .', 'git -c user.name=a -c user.email=a@example.com commit -qm one'];

export const comparing: ExamplesOf<'Comparing permissions'> = {
  'git-missing': { files, argv: ['diff'], programs: {} },
  'no-git-repository': { files, argv: ['diff'] },
  'base-not-found': { files, before: COMMITTED, argv: ['diff', '--base', 'origin/main'] },
  'plan-not-read': { files: { 'state.json': '{ "format_version": "1.0", "values": {} }\n' }, argv: ['diff', 'state.json'] },
  'contradictory-words': { files, argv: ['diff', 'irsa.yaml', 'plan.json'] },
};
