/** The part of the catalog that the spec's shape depends on; tests may pass a small one of their own. */
import type { AddOn } from '../catalog/add-on.ts';
import type { Grant } from '../catalog/grant.ts';
import { addOns, grants } from '../catalog/index.ts';
import type { Shelf } from '../catalog/shelf.ts';

export interface SpecCatalog {
  readonly addOns: Shelf<AddOn>;
  readonly grants: Shelf<Grant>;
}

export const wholeCatalog: SpecCatalog = { addOns, grants };
