/**
 * Phases of a migration, applied for real one after the other: one state, one moto, the real AWS provider 5.x.
 * That provider is older than what 6.x modules ask for, which use nothing newer: their constraint is lifted here,
 * with it that of the root, and the region is called what both generations of the provider call it.
 */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan, State } from './evaluate.ts';
import { iam } from '../moto-calls.ts';
import { inMoto, type RealOptions } from './moto.ts';
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
  return inMoto(work, { ...options, lifted: true }, ({ terraform, env, reattach }) => {
    const must = async (args: readonly string[], more?: Readonly<Record<string, string>>): Promise<string> => {
      const { code, stdout, stderr } = await terraform(args, more);
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
      if (!apply) return { plan, attached: await attachedTo(options.roles ?? [], env['AWS_ENDPOINT_URL'] ?? '') };
      await must(['apply', '-input=false', '-no-color', 'phase.tfplan'], reattach);
      const state = JSON.parse(await must(['show', '-json'], reattach)) as State;
      return { plan, state, attached: await attachedTo(options.roles ?? [], env['AWS_ENDPOINT_URL'] ?? '') };
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

async function attachedTo(roles: readonly string[], endpoint: string): Promise<Record<string, readonly string[]>> {
  const asked = roles.map(async (role) => {
    const answer = await iam(endpoint, 'ListAttachedRolePolicies', { RoleName: role }).catch((trouble: Error) => {
      if (/NoSuchEntity/.test(trouble.message)) return undefined;
      throw trouble;
    });
    const arns = [...(answer ?? '').matchAll(/<PolicyArn>([^<]+)</g)].map(([, arn = '']) => arn).sort();
    return answer === undefined ? [] : [[role, arns] as const];
  });
  return Object.fromEntries((await Promise.all(asked)).flat());
}
