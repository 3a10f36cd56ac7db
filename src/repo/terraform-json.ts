/** What `terraform show -json` prints of a plan or a state. https://developer.hashicorp.com/terraform/internals/json-format */

export interface StateResource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  /** Without what is known after apply only. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** @returns resources as they will be, or as they are; nothing if it is neither a plan nor a state */
export function resourcesIn(json: unknown): readonly StateResource[] | undefined {
  const { format_version, planned_values, values } = map(json);
  if (typeof format_version !== 'string') return undefined;
  return below(map(planned_values ?? values)['root_module']);
}

/** Files that were edited may hold anything anywhere, as deep as they like: what is no resource is passed over. */
function below(root: unknown): readonly StateResource[] {
  const found: StateResource[] = [];
  const waiting = [root];
  while (waiting.length > 0) {
    const { resources, child_modules } = map(waiting.pop());
    found.push(...list(resources).flatMap(resource));
    waiting.push(...list(child_modules).toReversed());
  }
  return found;
}

function resource(json: unknown): StateResource[] {
  const { address, mode, type, values } = map(json);
  if (typeof address !== 'string' || typeof type !== 'string' || (mode !== 'managed' && mode !== 'data')) return [];
  return [{ address, mode, type, values: map(values) }];
}

type Json = Readonly<Record<string, unknown>>;

const map = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
