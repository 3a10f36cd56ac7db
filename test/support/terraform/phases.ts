/**
 * Phases of a migration, applied for real one after the other: one state, one moto, the real AWS provider 5.x.
 * That provider is older than what 6.x modules ask for, which use nothing newer: their constraint is lifted here,
 * with it that of the root, and the region is called what both generations of the provider call it.
 */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan, State } from './evaluate.ts';
import { inMoto, type Aws, type RealOptions } from './moto.ts';
import { scratch } from './services.ts';
import { copyConfiguration, rewrite, useLocalBackend } from './working-copy.ts';

export interface Phase {
  /** Its configuration, which is copied over that of the phase before. */
  readonly dir: string;
  /** Default true; else it is planned only. */
  readonly apply?: boolean;
}

export interface PhaseResult {
  readonly plan: Plan;
  /** After it, where it was applied. */
  readonly state?: State;
  /** ARNs of what is attached to each role of `roles`, after it. */
  readonly attached: Readonly<Record<string, readonly string[]>>;
}

export interface Phases {
  /** Runs the next one. @throws with what terraform said, where it failed */
  readonly next: (phase: Phase) => Promise<PhaseResult>;
}

/** @param roles names in IAM that are looked at after each phase */
export async function inPhases<T>(
  options: Pick<RealOptions, 'modules' | 'prepare' | 'associations'> & { readonly roles?: readonly string[] },
  use: (phases: Phases) => Promise<T>,
): Promise<T> {
  const work = mkdtempSync(join(await scratch(''), 'phases-'));
  return inMoto(work, { ...options, lifted: true }, ({ terraform, aws, reattach }) => {
    const must = async (args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> => {
      const { code, stdout, stderr } = await terraform(args, env);
      if (code !== 0) throw new Error(`terraform ${args.join(' ')}: ${stdout}${stderr}`);
      return stdout;
    };
    const next = async ({ dir, apply = true }: Phase): Promise<PhaseResult> => {
      copyConfiguration(dir, work);
      useLocalBackend(work);
      writeFileSync(join(work, 'lifted_override.tf'), LIFTED);
      for (const file of readdirSync(work).filter((name) => name.endsWith('.tf')))
        rewrite(join(work, file), (text) => text.replaceAll(/(data\.aws_region\.\w+)\.region\b/g, '$1.id'));
      await must(['init', '-upgrade', '-input=false', '-no-color'], {});
      await must(['plan', '-input=false', '-no-color', '-out=phase.tfplan'], reattach);
      const plan = JSON.parse(await must(['show', '-json', 'phase.tfplan'], reattach)) as Plan;
      if (!apply) return { plan, attached: await attachedTo(options.roles ?? [], aws) };
      await must(['apply', '-input=false', '-no-color', 'phase.tfplan'], reattach);
      const state = JSON.parse(await must(['show', '-json'], reattach)) as State;
      return { plan, state, attached: await attachedTo(options.roles ?? [], aws) };
    };
    return use({ next });
  });
}

const LIFTED = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.95"
    }
  }
}
`;

/** One question for all of them: the AWS CLI takes two seconds of a processor to start. */
async function attachedTo(roles: readonly string[], aws: Aws): Promise<Record<string, readonly string[]>> {
  if (roles.length === 0) return {};
  const { RoleDetailList } = (await aws(['iam', 'get-account-authorization-details', '--filter', 'Role'])) as {
    RoleDetailList: { RoleName: string; AttachedManagedPolicies: { PolicyArn: string }[] }[];
  };
  return Object.fromEntries(
    RoleDetailList.filter(({ RoleName }) => roles.includes(RoleName)).map(({ RoleName, AttachedManagedPolicies }) => [
      RoleName,
      AttachedManagedPolicies.map(({ PolicyArn }) => PolicyArn).sort(),
    ]),
  );
}
