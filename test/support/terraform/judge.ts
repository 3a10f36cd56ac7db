/**
 * Judges a Terraform configuration with the real terraform and no network: `fmt -check`, `init`,
 * `validate`, and if asked `plan` and `apply`. Versions are resolved as online, schemas are the real
 * providers', clouds and clusters are made up.
 *
 *     const judgement = await judge(dir, { plan: true, modules: 'doubles' });
 *     expect(judgement.failure).toBeUndefined();
 *     expect(trustPolicies(judgement.plan)).toEqual(…);
 */
import { mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { lockedVersions, withoutHashes } from './cli-config.ts';
import type { Plan, State } from './evaluate.ts';
import { readGraph, type Graph } from './graph.ts';
import type { Setting } from './provider/knowledge.ts';
import { cliConfigFile, offer, reattachedProviders, scratch, type ModuleKind } from './services.ts';
import { runTerraform, type Ran } from './terraform.ts';
import { copyConfiguration, installedModules, useLocalBackend, rewrite, type InstalledModule } from './working-copy.ts';

export interface JudgeOptions extends Partial<Setting> {
  /** Also plan. */
  readonly plan?: boolean;
  /** Also draw what waits for what, which needs no plan. */
  readonly graph?: boolean;
  /** Also plan and apply. */
  readonly apply?: boolean;
  /** Input variables; values that are not strings are given as JSON. */
  readonly vars?: Readonly<Record<string, unknown>>;
  /** A folder to work in and leave behind: a second judgement goes on from its state. */
  readonly keep?: string;
  /** Default `doubles`. */
  readonly modules?: ModuleKind;
  /** A folder above `dir` to copy whole, for `source = "../../modules/x"`. */
  readonly root?: string;
  /** Default true. */
  readonly fmt?: boolean;
  /** Default true where nothing is planned: a plan validates, too, but reports no warnings in `diagnostics`. */
  readonly validate?: boolean;
}

/** Where a plan is all that matters. */
export const planOnly = { plan: true, fmt: false } as const;

/** Where the state is all that matters. */
export const applyOnly = { apply: true, fmt: false } as const;

export type StepName = 'fmt' | 'init' | 'graph' | 'validate' | 'plan' | 'show plan' | 'apply' | 'show state';

export interface Step {
  readonly name: StepName;
  readonly ok: boolean;
  readonly ms: number;
  readonly output: string;
}

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
}

export interface Judgement {
  /** In order; a failed one ends it, but for `fmt`. */
  readonly steps: readonly Step[];
  /** The first failed step as `name: output`; undefined if all passed. */
  readonly failure: string | undefined;
  /** Of `validate`. */
  readonly diagnostics: readonly Diagnostic[];
  /** Provider → version that init chose. */
  readonly versions: Readonly<Record<string, string>>;
  readonly modules: readonly InstalledModule[];
  readonly graph?: Graph;
  readonly plan?: Plan;
  readonly state?: State;
}

const SETTING: Setting = { region: 'us-east-1', account: '123456789012' };

let count = 0;

/**
 * @param dir the configuration; it is copied and stays untouched
 * @throws if there is no terraform (see available.ts), not if the configuration is bad
 */
export async function judge(dir: string, options: JudgeOptions = {}): Promise<Judgement> {
  const root = resolve(options.root ?? dir);
  const copy = options.keep === undefined ? join(await scratch(''), `judged-${count++}`) : resolve(options.keep);
  const work = join(copy, relative(root, resolve(dir)));
  mkdirSync(copy, { recursive: true });
  copyConfiguration(root, copy);
  await offer(lockedVersions(rewrite(join(work, '.terraform.lock.hcl'), withoutHashes)));
  return new Run(work, options).judge();
}

class Run {
  private readonly steps: Step[] = [];
  private diagnostics: readonly Diagnostic[] = [];
  private env: Readonly<Record<string, string>> = {};

  constructor(
    private readonly work: string,
    private readonly options: JudgeOptions,
  ) {}

  async judge(): Promise<Judgement> {
    const { modules = 'doubles', plan = false, apply = false } = this.options;
    this.env = { TF_CLI_CONFIG_FILE: await cliConfigFile(modules) };
    const plans = plan || apply;
    if (this.options.fmt !== false) await this.step('fmt', ['fmt', '-check', '-diff', '-recursive', '-no-color']);
    if (plans) useLocalBackend(this.work);
    if (!(await this.step('init', ['init', ...(plans ? [] : ['-backend=false']), '-input=false', '-no-color']))) return this.judgement({});

    const versions = lockedVersions(rewrite(join(this.work, '.terraform.lock.hcl')));
    this.env = { ...this.env, TF_REATTACH_PROVIDERS: JSON.stringify(await reattachedProviders(versions, this.setting())) };
    const found = { versions, modules: installedModules(this.work) };
    let graph: Graph | undefined;
    if (this.options.graph) await this.step('graph', ['graph'], ({ stdout }) => ((graph = readGraph(stdout)), ''));
    const { validate = !plans } = this.options;
    const valid = !validate || (await this.step('validate', ['validate', '-json'], ({ stdout }) => this.report(stdout)));
    return this.judgement({ ...found, ...(graph && { graph }), ...(valid && plans ? await this.planAndApply() : {}) });
  }

  private setting(): Setting {
    const { region = SETTING.region, account = SETTING.account, partition } = this.options;
    return { region, account, ...(partition === undefined ? {} : { partition }) };
  }

  private report(json: string): string {
    this.diagnostics = (JSON.parse(json) as { diagnostics: Diagnostic[] }).diagnostics;
    return this.diagnostics.map(print).join('\n');
  }

  private async planAndApply(): Promise<Pick<Judgement, 'plan' | 'state'>> {
    const vars = Object.entries(this.options.vars ?? {}).flatMap(([name, value]) => [
      '-var',
      `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ]);
    let plan: Plan | undefined;
    let state: State | undefined;
    if (!(await this.step('plan', ['plan', '-input=false', '-lock=false', '-no-color', '-out=judged.tfplan', ...vars]))) return {};
    await this.step('show plan', ['show', '-json', 'judged.tfplan'], ({ stdout }) => {
      plan = JSON.parse(stdout) as Plan;
      return '';
    });
    if (this.options.apply && (await this.step('apply', ['apply', '-input=false', '-lock=false', '-no-color', 'judged.tfplan']))) {
      await this.step('show state', ['show', '-json'], ({ stdout }) => {
        state = JSON.parse(stdout) as State;
        return '';
      });
    }
    return { ...(plan ? { plan } : {}), ...(state ? { state } : {}) };
  }

  /** @param read what to make of standard output, instead of keeping it */
  private async step(name: StepName, args: readonly string[], read?: (ran: Ran) => string): Promise<boolean> {
    const ran = await runTerraform(args, { cwd: this.work, env: this.env });
    const ok = ran.code === 0;
    const output = read && (ok || name === 'validate') ? read(ran) + ran.stderr : ran.stdout + ran.stderr;
    this.steps.push({ name, ok, ms: ran.ms, output: output.trim() });
    return ok;
  }

  private judgement(found: Partial<Judgement>): Judgement {
    const failed = this.steps.find(({ ok }) => !ok);
    return {
      steps: this.steps,
      failure: failed && `${failed.name}: ${failed.output}`,
      diagnostics: this.diagnostics,
      versions: {},
      modules: [],
      ...found,
    };
  }
}

function print({ severity, summary, detail, range }: Diagnostic): string {
  const at = range ? `\n  on ${range.filename}:${range.start.line}` : '';
  return `${severity}: ${summary}${at}${detail ? `\n  ${detail.replaceAll('\n', '\n  ')}` : ''}`;
}
