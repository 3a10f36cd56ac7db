/** The calls of the eks module that a root holds. */
import { registryAddress } from '../catalog/modules/registry-address.ts';
import type { ModuleCall, RepoFacts } from './repo-facts.ts';

/** Calls of the eks module itself (not of its submodules). */
export const eksModules = (facts: RepoFacts): readonly ModuleCall[] =>
  facts.modules.filter((m) => registryAddress(m.source) === 'terraform-aws-modules/eks/aws');

/** What a call says of `enable_irsa`; undefined if nothing, or nothing that is plain. */
export const enableIrsa = (label: string, facts: RepoFacts) =>
  facts.modules.find((module) => module.label === label)?.inputs?.['enable_irsa'];
