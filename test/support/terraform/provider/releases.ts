/**
 * The providers on offer: which releases `terraform init` may choose from, and which schema stands
 * for each. A release without a schema of its own borrows the next newer one of its major release,
 * else the newest: it resolves constraints as the real one would, beyond that it is an approximation.
 */

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);
const minors = (major: number, first: number, last: number) => range(first, last).map((minor) => `${major}.${minor}.0`);

interface Offer {
  /** Releases with a file in ../schemas, oldest first. */
  readonly schemas: readonly string[];
  readonly others: readonly string[];
}

const OFFERS: Readonly<Record<string, Offer>> = {
  aws: { schemas: ['5.100.0', '6.25.0', '6.66.0'], others: [...minors(5, 0, 99), ...minors(6, 0, 65)] },
  helm: { schemas: ['2.17.0', '3.1.1'], others: [...minors(2, 9, 16), '3.0.0'] },
  kubernetes: { schemas: ['2.38.0'], others: minors(2, 20, 37) },
  cloudinit: { schemas: ['2.3.7'], others: [] },
  null: { schemas: ['3.2.4'], others: [] },
  random: { schemas: ['3.7.2'], others: [] },
  time: { schemas: ['0.13.1'], others: [] },
  tls: { schemas: ['4.1.0'], others: ['4.0.0'] },
};

export const HOST = 'registry.terraform.io';

/** `aws` → `registry.terraform.io/hashicorp/aws` */
export const address = (provider: string): string => `${HOST}/hashicorp/${provider}`;

export const providers: readonly string[] = Object.keys(OFFERS);

export const releasesOf = (provider: string): readonly string[] => {
  const offer = OFFERS[provider];
  return offer ? [...offer.others, ...offer.schemas] : [];
};

const parts = (version: string) => version.split('.').map(Number);

const isBelow = (a: string, b: string): boolean => {
  const [x, y] = [parts(a), parts(b)];
  const at = x.findIndex((part, i) => part !== y[i]);
  return at >= 0 && (x[at] ?? 0) < (y[at] ?? 0);
};

/** The release whose schema stands for a version; undefined for a provider that is not on offer. */
export function schemaRelease(provider: string, version: string): string | undefined {
  const schemas = OFFERS[provider]?.schemas;
  if (!schemas) return undefined;
  const sameMajor = schemas.filter((release) => parts(release)[0] === parts(version)[0]);
  const candidates = sameMajor.length > 0 ? sameMajor : schemas;
  return candidates.find((release) => !isBelow(release, version)) ?? candidates.at(-1);
}
