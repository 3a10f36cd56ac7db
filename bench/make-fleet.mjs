/** A fleet as a platform team has it: a spec for each cluster, what they share, and fragments of ten apps from each team. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BASE = `outputs: [terraform, helm]
terraform: { serviceAccounts: annotate }
include:
  - files: teams/*.irsa.yaml
    grants: [s3]
tags: { team: platform }
`;

/** @returns the pattern of its specs */
export function makeFleet(folder, clusters, apps) {
  mkdirSync(join(folder, '.git'), { recursive: true });
  mkdirSync(join(folder, 'teams'));
  writeFileSync(join(folder, 'base.irsa.yaml'), BASE);
  for (let team = 0; team * 10 < apps; team++) {
    const own = Array.from({ length: Math.min(10, apps - team * 10) }, (_, i) => `app-${team * 10 + i}`);
    const entry = (app) => `  ${app}: { namespace: team-${team}, grants: [{ s3: { bucket: ${app}, access: read-write } }] }\n`;
    writeFileSync(join(folder, 'teams', `team-${team}.irsa.yaml`), `apps:\n${own.map(entry).join('')}`);
  }
  for (let i = 0; i < clusters; i++) {
    const cluster = join(folder, 'clusters', `cluster-${i}`);
    mkdirSync(cluster, { recursive: true });
    writeFileSync(
      join(cluster, 'irsa.yaml'),
      `version: 1\nextends: ../../base.irsa.yaml\nclusters:\n  cluster-${i}: { region: eu-west-1, from: { data: true } }\n`,
    );
  }
  return 'clusters/*/irsa.yaml';
}
