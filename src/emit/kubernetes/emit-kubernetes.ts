/** Kubernetes manifests: YAML documents, each under its comments. */
import type { Manifest, Plan } from '../../plan/plan.ts';
import { hashComment } from '../comment.ts';
import type { FileSet } from '../file-set.ts';
import { printYaml } from '../yaml.ts';

export const emitKubernetes = (plan: Plan): FileSet =>
  plan.manifests.map(({ path, documents }) => ({
    path,
    content: documents.map(document).join('---\n'),
    comments: 'hash',
  }));

const document = ({ comments, value }: Manifest): string =>
  `${comments.length === 0 ? '' : `${hashComment(comments)}\n`}${printYaml(value)}`;
