/** A spec on iam 5.x with what the state holds of it, before and after its roles have gone over. */

export const SPEC = `version: 1
terraform:
  modules: { iam: 5 } # as everywhere
clusters:
  production: { region: us-east-1, from: { data: true } }
addOns:
  external-dns: # of the platform team
    hostedZones: [Z0123456789ABC]
apps:
  my-app:
    namespace: shop
    serviceAccount: { owner: none }
    grants: [{ s3: { bucket: my-bucket, access: read } }]
`;
export const KEPT = 'AmazonEKS_External_DNS_Policy-20250101000000000000000001';

const state = (resources: readonly object[]) =>
  JSON.stringify({ format_version: '1.0', values: { root_module: { child_modules: [{ resources }] } } });
const managed = (address: string, values: object) => ({ address, mode: 'managed', type: address.split('.').at(-2), values });
export const ROLE = managed('module.irsa_external_dns.aws_iam_role.this[0]', { name: 'production-external-dns' });
export const BEFORE = state([ROLE, managed('module.irsa_external_dns.aws_iam_policy.external_dns[0]', { name: KEPT })]);
export const AFTER = state([ROLE, managed('module.irsa_external_dns.aws_iam_policy.this[0]', { name: KEPT })]);
