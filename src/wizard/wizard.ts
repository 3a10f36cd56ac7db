/** The conversation: a list of steps, each of which asks about one thing and hands the draft on. */
import type { ModuleCall, RepoFacts } from '../plan/repo-facts.ts';
import type { Plan } from '../plan/plan.ts';
import type { Outcome } from '../problem.ts';
import type { SpecInput } from '../spec/spec-input.ts';
import type { Surroundings } from '../survey/surroundings/surroundings.ts';
import type { Asker } from './asker.ts';
import { askAddOns } from './steps/add-ons.ts';
import { askApps } from './steps/apps.ts';
import { askCluster } from './steps/cluster.ts';
import { askIdentity } from './steps/identity.ts';
import type { MigrationKind } from './steps/migration.ts';

/** What the wizard may know and do beside asking. */
export interface Wizard {
  readonly asker: Asker;
  readonly facts: RepoFacts;
  /** Calls of the eks module among the facts. */
  readonly eksModules: readonly ModuleCall[];
  /** What the repository holds beside the folder. */
  readonly surroundings: Surroundings;
  /** Where the environment suggests one, e.g. AWS_REGION. */
  readonly region?: string;
  /** Migrations on offer: of a spec that is there already. */
  readonly migrations?: readonly MigrationKind[];
  /** What would be made of a draft. */
  readonly propose: (draft: SpecInput) => Outcome<Plan>;
}

export type Step = (draft: SpecInput, wizard: Wizard) => Promise<SpecInput>;

const steps: readonly Step[] = [askCluster, askAddOns, askApps, askIdentity];

/**
 * Asks for what a new spec cannot do without. The rest is decided (`decisions.ts`), and all of it can be
 * changed afterwards (`change.ts`).
 *
 * @throws Interrupted if the user leaves
 * @throws Back if the user wants the question before
 */
export async function converse(draft: SpecInput, wizard: Wizard): Promise<SpecInput> {
  for (const step of steps) draft = await step(draft, wizard);
  return draft;
}
