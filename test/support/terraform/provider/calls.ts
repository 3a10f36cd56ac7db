/** The protocol's calls for one provider: its schema, and what it knows beyond. */
import { applied, filled, planned } from './lifecycle.ts';
import { knowledgeOf, type Context, type Objection, type Setting, type ValuePath } from './knowledge.ts';
import { schemaMessage, type Block, type Kind, type ProviderSchema } from './schema.ts';
import { fromState, fromWire, mapValues, toWire, type DynamicValue, type Values } from './wire.ts';

const ERROR = 1;

const attributePath = (path: ValuePath) => ({
  steps: path.map((step) => (typeof step === 'number' ? { element_key_int: step } : { attribute_name: step })),
});

const diagnostics = (objections: readonly Objection[]) =>
  objections.map(({ summary, detail = '', path = [] }) => ({
    severity: ERROR,
    summary,
    detail,
    ...(path.length > 0 ? { attribute: attributePath(path) } : {}),
  }));

/** The fields of all requests, as far as they are read. */
export interface Request {
  readonly type_name: string;
  readonly config?: DynamicValue;
  readonly current_state?: DynamicValue;
  readonly prior_state?: DynamicValue;
  readonly proposed_new_state?: DynamicValue;
  readonly planned_state?: DynamicValue;
  readonly raw_state?: { readonly json: Uint8Array };
  readonly private?: Uint8Array;
  readonly prior_private?: Uint8Array;
  readonly planned_private?: Uint8Array;
}

/** @param session what tells one configuration of the provider (an alias, another run) from the next */
export type Call = (request: Request, session: object) => object;

/** @returns name of the call → its answer */
export function calls(provider: string, schema: ProviderSchema, setting: Setting): Readonly<Record<string, Call>> {
  const knowledge = knowledgeOf(provider);
  const configured = new WeakMap<object, Values>();

  const withSensitive = (kind: Kind) =>
    mapValues(schema[kind], (block, type): Block => {
      const names = knowledge.sensitive?.(kind, type) ?? [];
      return { ...block, attributes: mapValues(block.attributes, (a, name) => (names.includes(name) ? { ...a, sensitive: true } : a)) };
    });
  const schemaResponse = {
    provider: schemaMessage(schema.provider),
    resource_schemas: mapValues(withSensitive('resources'), schemaMessage),
    data_source_schemas: mapValues(withSensitive('data'), schemaMessage),
    ...(knowledge.meta ? { provider_meta: schemaMessage(knowledge.meta) } : {}),
    functions: {},
    server_capabilities: { get_provider_schema_optional: true },
  };

  const context = (kind: Kind, type: string, session: object): Context => {
    const block = schema[kind][type];
    if (!block) throw new Error(`${provider} has no ${type}`);
    return { kind, type, block, config: configured.get(session) ?? {}, setting, knowledge };
  };
  const validate = (kind: Kind) => (request: Request) => ({
    diagnostics: diagnostics(knowledge.validate?.(kind, request.type_name, fromWire(request.config) ?? {}) ?? []),
  });

  return {
    GetMetadata: () => ({}),
    GetProviderSchema: () => schemaResponse,
    GetFunctions: () => ({ functions: {} }),
    ValidateProviderConfig: () => ({}),
    ValidateResourceConfig: validate('resources'),
    ValidateDataResourceConfig: validate('data'),
    StopProvider: () => ({}),

    ConfigureProvider({ config }, session) {
      configured.set(session, fromWire(config) ?? {});
      return {};
    },

    UpgradeResourceState({ type_name, raw_state }, session) {
      const state: unknown = JSON.parse(Buffer.from(raw_state?.json ?? []).toString());
      return { upgraded_state: toWire(fromState(context('resources', type_name, session).block, state)) };
    },

    ReadResource: (request) => ({ new_state: request.current_state, private: request.private }),

    PlanResourceChange({ type_name, prior_state, proposed_new_state, prior_private }, session) {
      const [prior, proposed] = [fromWire(prior_state), fromWire(proposed_new_state)];
      if (proposed === null) return { planned_state: toWire(null), planned_private: prior_private };
      const state = planned(context('resources', type_name, session), prior, proposed);
      return {
        planned_state: toWire(state),
        planned_private: prior_private,
        requires_replace: (prior && knowledge.replaces?.(type_name, prior, state))?.map(attributePath) ?? [],
        legacy_type_system: true,
      };
    },

    ApplyResourceChange({ type_name, planned_state, planned_private }, session) {
      const state = fromWire(planned_state);
      return {
        new_state: toWire(state && applied(context('resources', type_name, session), state)),
        private: planned_private,
        legacy_type_system: true,
      };
    },

    ReadDataSource({ type_name, config }, session) {
      const own = context('data', type_name, session);
      const values = fromWire(config) ?? {};
      const read = knowledge.read?.(own, values) ?? {};
      if (isObjection(read)) return { diagnostics: diagnostics([read]) };
      return { state: toWire(filled(own, values, read)) };
    },
  };
}

const isObjection = (answer: Values | Objection): answer is Objection => typeof answer['summary' as keyof typeof answer] === 'string';
