/**
 * A root module, written in HCL or in JSON, in the form that both have in common: that of hcl2json.
 * Every step undoes a difference between the two syntaxes, none of content: nothing is dropped,
 * sorted or trimmed, and an absent argument differs from an empty one.
 */
import { parse } from '@cdktn/hcl2json';

export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** @param hcl the text of a root module; throws where it does not parse */
export async function fromHcl(hcl: string): Promise<Json> {
  const root = await parseHcl(hcl);
  return calls({
    ...root,
    ...(root['terraform'] && { terraform: [Object.assign({}, ...(root['terraform'] as JsonObject[])) as JsonObject] }),
    ...(root['variable'] && { variable: each(root['variable'], only(descriptionVerbatim)) }),
    ...(root['output'] && { output: each(root['output'], only(descriptionVerbatim)) }),
    ...(root['locals'] && { locals: Object.assign({}, ...(root['locals'] as JsonObject[])) as JsonObject }),
  });
}

/** @param json what Terraform would read from a `.tf.json` file */
export async function fromJson(json: Record<string, unknown>): Promise<Json> {
  const root = json as JsonObject;
  const block = (body: JsonObject): Json => [body];
  return calls({
    ...root,
    ...(root['terraform'] && { terraform: [settings(root['terraform'] as JsonObject)] }),
    ...(root['variable'] && { variable: each(root['variable'], (body) => block(expression('type', body))) }),
    ...(root['output'] && { output: each(root['output'], block) }),
    ...(root['module'] && { module: each(root['module'], (body) => block(addresses(body))) }),
    ...(root['moved'] && { moved: (root['moved'] as JsonObject[]).map((body) => expression('to', expression('from', body))) }),
    ...(root['data'] && { data: each(root['data'], (ofType) => each(ofType, (body) => block(expression('provider', body)))) }),
    ...(root['resource'] && {
      resource: each(root['resource'], (ofType) =>
        each(ofType, (body) => block(dependencies(expression('provider', list('metadata', body))))),
      ),
    }),
  });
}

const parseHcl = async (hcl: string): Promise<JsonObject> => (await parse('main.tf', hcl)) as JsonObject;

const each = (record: Json, change: (value: JsonObject) => Json): JsonObject =>
  Object.fromEntries(Object.entries(record as JsonObject).map(([key, value]) => [key, change(value as JsonObject)]));

/** In HCL each labelled block is a list, of which a second block with one label would be the second element. */
const only =
  (change: (body: JsonObject) => JsonObject) =>
  (blocks: Json): Json =>
    (blocks as JsonObject[]).map(change);

/** Terraform takes descriptions of JSON verbatim, those of HCL as templates. */
const descriptionVerbatim = ({ description, ...body }: JsonObject): JsonObject => ({
  ...body,
  ...(description !== undefined && {
    description: (description as string).replaceAll('$${', () => '${').replaceAll('%%{', () => '%{'),
  }),
});

/** JSON may write a block that occurs once without the list. */
const list = (name: string, body: JsonObject): JsonObject => ({ ...body, ...(body[name] !== undefined && { [name]: [body[name]] }) });

/** `terraform { … }` with the blocks in it. */
function settings(body: JsonObject): JsonObject {
  const { required_providers: required, cloud } = body as { required_providers?: JsonObject; cloud?: JsonObject };
  const aliased = ({ configuration_aliases: aliases, ...provider }: JsonObject): JsonObject => ({
    ...provider,
    ...(aliases !== undefined && { configuration_aliases: (aliases as string[]).map((address) => `\${${address}}`) }),
  });
  return {
    ...body,
    ...(required !== undefined && { required_providers: [each(required, aliased)] }),
    ...(cloud !== undefined && { cloud: [list('workspaces', cloud)] }),
  };
}

/** JSON writes types and addresses of providers as plain strings, HCL as expressions. */
const expression = (name: string, body: JsonObject): JsonObject => ({
  ...body,
  ...(body[name] !== undefined && { [name]: `\${${body[name] as string}}` }),
});

const addresses = ({ providers, ...body }: JsonObject): JsonObject => ({
  ...body,
  ...(providers !== undefined && { providers: each(providers, (address) => `\${${address as unknown as string}}`) }),
});

const dependencies = ({ depends_on: addresses, ...body }: JsonObject): JsonObject => ({
  ...body,
  ...(addresses !== undefined && { depends_on: (addresses as string[]).map((address) => `\${${address}}`) }),
});

const CALL = /^\$\{(\w+)\((.*)\)\}$/s;

/**
 * As hcl2json reads it: in NFC, like all strings of Terraform, and with literals joined that JSON keeps
 * apart from what would join them to syntax.
 */
const read = (template: string): string => template.replace(/\$\{"(\$+|Token)"\}/g, (_, literal: string) => literal).normalize('NFC');

/** Function calls by name and parsed arguments, since inside expressions spaces, newlines and quotes round keys are free. */
async function calls(value: Json): Promise<Json> {
  if (typeof value === 'string') {
    const [, name, text] = CALL.exec(value) ?? [];
    if (name === undefined) return read(value);
    const { list } = await parseHcl(`list = [${text}]`);
    return { [`${name}()`]: await calls(list!) };
  }
  if (Array.isArray(value)) return Promise.all(value.map(calls));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, item]) => [read(key), await calls(item)] as const)));
}
