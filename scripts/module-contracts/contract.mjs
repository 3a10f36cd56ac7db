/** The Terraform files of a module release → its contract, as src/catalog/modules/contracts has them. */
import { policiesFrom } from './policies.mjs';
import { policySizesFrom } from './policy-sizes.mjs';
import { byName, expression } from './read-module.mjs';

/** What Terraform and its providers have to be. */
export function requirementsFrom({ terraform }) {
  const providers = Object.assign({}, ...terraform.flatMap((block) => block.required_providers ?? []));
  return {
    terraform: terraform.find((block) => block.required_version)?.required_version ?? '',
    providers: Object.fromEntries(Object.entries(providers).map(([name, given]) => [name, given.version ?? given])),
  };
}

export function contractFrom(module, version, source) {
  const { terraform, providers } = requirementsFrom(source);
  return {
    module,
    version,
    requiredVersion: terraform,
    requiredProviders: sorted(providers),
    variables: sorted(Object.fromEntries(Object.entries(source.variables).map(([name, [body]]) => [name, variable(body)]))),
    outputs: source.outputs.toSorted(byName),
    resources: source.resources.map(resource).toSorted((a, b) => byName(a.address, b.address)),
    modules: sorted(
      Object.fromEntries(
        Object.entries(source.modules).map(([name, [body]]) => [
          name,
          { source: body.source, ...(body.version === undefined ? {} : { version: body.version }) },
        ]),
      ),
    ),
    policies: policiesFrom(source),
    policySizes: policySizesFrom(source),
  };
}

const sorted = (map) => Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => byName(a, b)));

const variable = (body) => ({
  type: expression(body.type ?? 'any'),
  ...('default' in body ? { default: body.default } : { required: true }),
  ...('nullable' in body ? { nullable: body.nullable } : {}),
});

const resource = ({ type, label, body }) => ({
  address: `${type}.${label}`,
  ...('count' in body ? { count: true } : {}),
  ...('for_each' in body ? { forEach: true } : {}),
});
