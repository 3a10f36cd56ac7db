/** What a migration is: it reads, and says what irsa.yaml shall say from now on; the command shows, asks and writes. */
import type { NextStep } from '../../plan/plan.ts';
import type { Outcome } from '../../problem.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import type { Arguments } from '../arguments.ts';
import type { PlannedSpec, SpecText } from '../generation.ts';

/** What the next plan of Terraform shows of one object, where it shows anything. */
export interface Expected {
  readonly action: 'create' | 'update' | 'replace' | 'delete';
  /** Of the module that irsa.yaml is for. */
  readonly address: string;
  readonly why: string;
}

/** What becomes of one role. */
export interface MigratedRole {
  readonly workload: string;
  /** The group of clusters, or the cluster, that it is for. */
  readonly group: string;
  readonly role: string;
  /** In one sentence. */
  readonly says: string;
  readonly expects: readonly Expected[];
}

export interface Migration {
  /** Laid over irsa.yaml. */
  readonly changes: SpecInput;
  readonly roles: readonly MigratedRole[];
  /** What the user changes in files of their own: those are never edited. */
  readonly patches: readonly Patch[];
  /** Instead of the steps that follow every generation. */
  readonly next: readonly NextStep[];
  /** What roles of nodes hold, and where each policy stands. */
  readonly nodeRoles?: readonly HeldRole[];
  /** Whose pods have no identity of their own. */
  readonly dwellers?: readonly DwellerSaid[];
}

export interface HeldRole {
  readonly role: string;
  readonly policies: readonly {
    readonly policy: string;
    readonly status: string;
    readonly by: readonly string[];
    readonly left: readonly string[];
    readonly says: string;
  }[];
}

export interface DwellerSaid {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly pods: number;
  readonly hostNetwork: boolean;
  readonly says: string;
}

/** A change of a file of the user's, to be read and made by hand. */
export interface Patch {
  readonly file: string;
  readonly why: string;
  readonly lines: readonly string[];
  /** The same as `git apply` takes it, with all other patches of the file; empty for those. */
  readonly diff?: readonly string[];
}

export interface Asked {
  readonly source: SpecText;
  readonly planned: PlannedSpec;
  readonly args: Arguments;
}

export type Target = (asked: Asked) => Promise<Outcome<Migration>>;
