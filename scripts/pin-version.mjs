/** Has what runs in the CI of others run the release that it comes with: part of `npm run version`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

for (const file of ['ci/gitlab.yml', '.pre-commit-hooks.yaml']) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replaceAll(/(create-irsa@|CREATE_IRSA_VERSION: )\d[\w.-]*/g, `$1${version}`));
}
