/** What is taken over into irsa.yaml, and what is left as it is. Pure data. */
import type { At } from '../survey/found.ts';

/** A role that irsa.yaml describes from now on. */
export interface TakenRole {
  /** Of the call or resource that has made it. */
  readonly address: string;
  readonly at: At;
  readonly section: 'addOns' | 'apps';
  readonly workload: string;
  readonly role: string;
  /** Where it is from now on. */
  readonly to: string;
  /** The release of its module that is taken for it, where its call takes several: the newest that is known. */
  readonly assumed?: string;
  /** What the same role may not do, though newer versions of the add-on need it. */
  readonly lacks?: true;
}

/** A role that stays where it is, since irsa.yaml could not say all of it. */
export interface LeftRole {
  readonly address: string;
  readonly at: At;
  /** In one sentence. */
  readonly why: string;
  /** The next step, as an imperative sentence. */
  readonly fix: string;
}
