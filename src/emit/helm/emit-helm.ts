/** Helm values files. */
import type { Plan } from '../../plan/plan.ts';
import { hashComment } from '../comment.ts';
import type { FileSet } from '../file-set.ts';
import { printYaml } from '../yaml.ts';

export const emitHelm = (plan: Plan): FileSet =>
  plan.helm.map(({ path, comments, values }) => ({
    path,
    content: `${comments.length === 0 ? '' : `${hashComment(comments)}\n`}${printYaml(values)}`,
    comments: 'hash',
  }));
