/**
 * Labels of the blocks we write. They never depend on who else is in the spec, so that adding or
 * removing a cluster or a workload changes no address and replaces nothing.
 */
import { shortHash } from '../names.ts';

/** `my-app` → `my_app`: what Terraform accepts in an identifier. */
export const snake = (name: string): string => name.replace(/[^A-Za-z0-9_]/g, '_');

/** What a label belongs to: a workload, and a group or cluster if it is not the primary one. */
export interface Labels {
  /** A label for one type of block (`module`, `data.aws_partition`, ...), free in the root. */
  readonly free: (type: string, wanted: string) => string;
  /** `irsa_<workload>` for the primary group, `irsa_<workload>_<other>` for others. */
  readonly workload: (id: string, other?: string) => string;
}

/**
 * @param addresses every address that the root has already: such a label gets `_2`
 * @param workloads all workload ids, since `a` of group `b-c` must not be taken for `a-b-c`
 */
export function labels(addresses: readonly string[], workloads: readonly string[]): Labels {
  const taken = new Set(addresses);
  const ids = new Set(workloads.map(snake));
  return {
    free: (type, wanted) => {
      let label = wanted;
      for (let n = 2; taken.has(`${type}.${label}`); n++) label = `${wanted}_${n}`;
      return label;
    },
    workload: (id, other) => {
      if (other === undefined) return `irsa_${snake(id)}`;
      const joined = `${snake(id)}_${snake(other)}`;
      return ids.has(joined) ? `irsa_${joined}_${shortHash(`${id}/${other}`).slice(0, 4)}` : `irsa_${joined}`;
    },
  };
}
