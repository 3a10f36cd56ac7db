/** All that decides what a role may do and who may take it, in a form that can be compared. */
import type { Permit } from './permit.ts';

export interface RolePermissions {
  /** What it is known by on both sides: its workload and group, or its address. */
  readonly key: string;
  readonly name: string;
  /** Who may take it. */
  readonly trust: readonly Permit[];
  /** ServiceAccounts that EKS hands it to. */
  readonly associations: readonly string[];
  readonly permits: readonly Permit[];
  /** ARNs of policies that are attached, and decided on elsewhere. */
  readonly managedPolicies: readonly string[];
  /** What is said to the module that makes its policy: that decides on statements. */
  readonly modulePolicy: readonly ModuleInput[];
  /** What it may do at most. */
  readonly boundary?: string;
  /** What sessions of it may do at most. */
  readonly sessionPolicies: readonly string[];
  /** Parts of it that nobody can know before they are applied. */
  readonly unknown: readonly string[];
}

export interface ModuleInput {
  readonly input: string;
  readonly value: string;
}

export const noPermissions: Omit<RolePermissions, 'key' | 'name'> = {
  trust: [],
  associations: [],
  permits: [],
  managedPolicies: [],
  modulePolicy: [],
  sessionPolicies: [],
  unknown: [],
};
