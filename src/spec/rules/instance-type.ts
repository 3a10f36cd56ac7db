/**
 * Whether an EC2 instance type is arm64: a `g` right after the generation, or the first generation.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export const isGraviton = (instanceType: string): boolean => /^(a1|[a-z]+\d+g[a-z0-9-]*)\./.test(instanceType);
