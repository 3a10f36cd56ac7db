/** Add-ons that Terraform installs, and where. */
import type { RepoFacts } from '../../src/plan/repo-facts.ts';
import type { AddOnSpec, ClusterSpec, InstallSpec } from '../../src/spec/spec.ts';
import { aCluster, anAddOn, aSpec } from './a-spec.ts';

export const at = { file: 'main.tf', line: 4 };
export const install = (more: Partial<InstallSpec> = {}): InstallSpec => ({ version: '1.19.0', values: [], overwrite: false, ...more });
export const dns = (more: Partial<AddOnSpec> = {}): AddOnSpec =>
  anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] }, install: install(), ...more });
export const ebs = (said: Partial<InstallSpec> = {}): AddOnSpec =>
  anAddOn('aws-ebs-csi-driver', { installer: 'eks-addon', install: { values: [], overwrite: false, ...said } });
export const controller = anAddOn('aws-load-balancer-controller', {
  options: { targetGroupBindingOnly: false },
  install: install({ version: '1.13.4' }),
});
export const byData = (key: string, more: Partial<ClusterSpec> = {}): ClusterSpec => aCluster(key, { from: { kind: 'data' }, ...more });
export const inData = (...addOns: AddOnSpec[]) => aSpec({ clusters: [byData('production')], addOns });
export const inModule = (...addOns: AddOnSpec[]) =>
  aSpec({ clusters: [aCluster('production', { from: { kind: 'module', label: 'eks' } })], addOns });
export const eksModule = (more: Partial<RepoFacts['modules'][number]> = {}): Partial<RepoFacts> => ({
  modules: [{ label: 'eks', source: 'terraform-aws-modules/eks/aws', version: '20.37.2', at, ...more }],
});
