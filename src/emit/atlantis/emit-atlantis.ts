/**
 * atlantis.yaml: one project for each root, so that Atlantis plans what a pull request touches.
 * https://www.runatlantis.io/docs/repo-level-atlantis-yaml
 */
import type { Value } from '../../iam/text.ts';
import type { Run } from '../../plan/runs.ts';
import type { OutFile } from '../file-set.ts';
import { printYaml } from '../yaml.ts';

export interface AtlantisProject {
  readonly run: Run;
  /** From the top of the repository, with `/`; `.` for the top itself. */
  readonly directory: string;
  readonly after?: string;
}

export const emitAtlantis = (path: string, projects: readonly AtlantisProject[]): OutFile => ({
  path,
  content: printYaml({ map: { version: 3, projects: projects.map(project) } }),
  comments: 'hash',
});

function project({ run: { files, terragrunt, engine }, directory, after }: AtlantisProject): Value {
  return {
    map: {
      name: projectName(directory),
      dir: directory,
      ...(engine.name === 'opentofu' ? { terraform_distribution: 'opentofu' } : {}),
      ...(engine.version === undefined ? {} : { terraform_version: `v${engine.version}` }),
      autoplan: { map: { when_modified: files } },
      // Atlantis runs Terragrunt by a workflow that its server defines.
      ...(terragrunt ? { workflow: 'terragrunt' } : {}),
      ...(after === undefined ? {} : { execution_order_group: 1, depends_on: [projectName(after)] }),
    },
  };
}

/** Atlantis takes what needs no escape in a URL, and slashes. */
const projectName = (directory: string): string => (directory === '.' ? 'root' : directory.replaceAll(/[^\w.~/-]/g, '-'));
