/** For each code of a problem, the smallest input that brings it about: tests run them, docs/problems.md shows them. */
import type { ProblemCode } from '../../src/problem-codes.ts';
import { accounts } from './problem-examples/accounts.ts';
import { adopting } from './problem-examples/adopting.ts';
import { comparing } from './problem-examples/comparing.ts';
import { clusters } from './problem-examples/clusters.ts';
import { diagnosing } from './problem-examples/diagnosing.ts';
import { explaining } from './problem-examples/explaining.ts';
import type { ProblemExample } from './problem-examples/example.ts';
import { callers, parts } from './problem-examples/fleet.ts';
import { migrating } from './problem-examples/migrating.ts';
import { modules, newClusters } from './problem-examples/modules.ts';
import { files, flags, repository, scanning } from './problem-examples/surroundings.ts';
import { literals, values } from './problem-examples/values.ts';
import { eksctl, installations, tests, workloads } from './problem-examples/workloads.ts';
import { yaml } from './problem-examples/yaml.ts';

export const problemExamples: Readonly<Record<ProblemCode, ProblemExample>> = {
  ...yaml,
  ...parts,
  ...values,
  ...literals,
  ...clusters,
  ...workloads,
  ...accounts,
  ...installations,
  ...tests,
  ...modules,
  ...callers,
  ...newClusters,
  ...eksctl,
  ...repository,
  ...scanning,
  ...flags,
  ...explaining,
  ...comparing,
  ...diagnosing,
  ...adopting,
  ...migrating,
  ...files,
};
