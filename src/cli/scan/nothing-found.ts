import type { Inventory } from '../../survey/inventory.ts';

/** The inventory of a scan that could not begin. */
export const nothingFound: Inventory = {
  roots: [],
  providers: [],
  modules: [],
  clusters: [],
  oidcProviders: [],
  roles: [],
  policies: [],
  associations: [],
  serviceAccounts: [],
  pods: [],
  staticKeys: [],
  nodeGroups: [],
  namespaces: [],
  grantTargets: [],
  edges: [],
};
