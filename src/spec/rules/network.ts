/** Addresses, subnets and zones of a VPC. */
import { matches, quoted } from './rule.ts';
import type { Rule } from './rule.ts';

export const vpcIdPattern = /^vpc-[0-9a-f]{8,17}$/;
export const vpcId = matches(
  vpcIdPattern,
  'the id of a VPC, such as vpc-0123456789abcdef0',
  'Copy it from `aws ec2 describe-vpcs`, or write { ref: … }.',
);

export const subnetIdPattern = /^subnet-[0-9a-f]{8,17}$/;
export const subnetId = matches(
  subnetIdPattern,
  'the id of a subnet, such as subnet-0123456789abcdef0',
  'Copy it from `aws ec2 describe-subnets`.',
);

export const zonePattern = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}[a-z]$/;
export const zone = matches(zonePattern, 'an availability zone, which is a region and a letter', 'Write it in full, such as us-east-1a.');

const octet = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
export const cidrPattern = new RegExp(`^(${octet}\\.){3}${octet}/(3[0-2]|[12]?\\d)$`);

const number = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const dotted = (address: number): string => [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');

/** An IPv4 block whose address is its first one, as AWS demands. */
export const cidr: Rule = (literal) => {
  if (!cidrPattern.test(literal))
    return { message: `${quoted(literal)} is not a block of IPv4 addresses.`, fix: 'Write address and length, such as 10.0.0.0/16.' };
  const [address = '', length = ''] = literal.split('/');
  const first = Math.floor(number(address) / 2 ** (32 - Number(length))) * 2 ** (32 - Number(length));
  return first === number(address)
    ? undefined
    : { message: `${quoted(literal)} does not begin at its first address.`, fix: `Write ${dotted(first)}/${length}.` };
};

/** Room for fifteen /20 and sixteen /24 in a /16, and still for a /28, the smallest subnet, in a /20. */
export const vpcCidr: Rule = (literal) => {
  const complaint = cidr(literal);
  if (complaint) return complaint;
  const length = Number(literal.split('/')[1]);
  return length >= 16 && length <= 20
    ? undefined
    : {
        message: `${quoted(literal)} is a /${length}; the VPC of a cluster takes a /16 to a /20.`,
        fix: 'Write a block such as 10.0.0.0/16.',
      };
};

/**
 * The nth subnet of a block, as Terraform's `cidrsubnet` counts.
 * https://developer.hashicorp.com/terraform/language/functions/cidrsubnet
 */
export function cidrSubnet(block: string, newBits: number, n: number): string {
  const [address = '', length = ''] = block.split('/');
  const size = 2 ** (32 - Number(length) - newBits);
  return `${dotted(number(address) + n * size)}/${Number(length) + newBits}`;
}
