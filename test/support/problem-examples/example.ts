/** What an example of a problem is made of; only what brings the problem about has to be said. */
import type { ProblemCode, problemGroups } from '../../../src/problem-codes.ts';

export interface ProblemExample {
  /** Path → text, in the folder that the command runs in. */
  readonly files?: Readonly<Record<string, string>>;
  /** Typed there into a shell, before the command. */
  readonly before?: readonly string[];
  /** The command; by default `generate`. */
  readonly argv?: readonly string[];
  /** What it cannot be had without: problems of other codes. */
  readonly also?: readonly ProblemCode[];
  /** In words, where files would not tell a reader: they are not shown then. */
  readonly setting?: string;
  /** What the disk answers to whoever would make a file. */
  readonly disk?: string;
  /** Name → script: all that is installed. */
  readonly programs?: Readonly<Record<string, string>>;
  /** What another program writes into the folder before the first file is made. */
  readonly meanwhile?: Readonly<Record<string, string>>;
}

type Groups = typeof problemGroups;

/** One example for each code of a group. */
export type ExamplesOf<G extends keyof Groups> = Readonly<Record<keyof Groups[G], ProblemExample>>;

/** The spec alone. */
export const spec = (text: string): ProblemExample => ({ files: { 'irsa.yaml': text } });

/** The spec beside the Terraform that is there. */
export const beside = (files: Readonly<Record<string, string>>, text: string): ProblemExample => ({
  files: { 'irsa.yaml': text, ...files },
});

const CLUSTER = 'version: 1\nclusters:\n  production: { region: us-east-1 }\n';

/** A sound spec with one cluster, and more keys. */
export const withCluster = (keys: string): string => `${CLUSTER}${keys}`;

/** A spec whose only cluster has more keys. */
export const ofCluster = (keys: string): string => `version: 1\nclusters:\n  production: { region: us-east-1, ${keys} }\n`;

/** A sound app with more lines, in a sound spec with more keys. */
export const withApp = (lines: string, keys = ''): string =>
  withCluster(
    `${keys}apps:\n  my-app:\n    namespace: shop\n${indented(lines)}    grants:\n      - s3: { bucket: my-bucket, access: read }\n`,
  );

/** An app with one statement and nothing else. */
export const withStatement = (statement: string): string =>
  withCluster(`apps:\n  my-app:\n    namespace: shop\n    statements:\n      - ${statement}\n`);

const indented = (lines: string): string => lines.replaceAll(/^(?=.)/gm, '    ');

/** A spec that makes its cluster. */
export const withNew = (keys: string): string =>
  `version: 1\nclusters:\n  production:\n    region: us-east-1\n    from:\n      new:\n        kubernetesVersion: "1.33"\n${keys.replaceAll(/^(?=.)/gm, '        ')}`;

export const VPC = 'vpc: { cidr: 10.0.0.0/16, zones: [us-east-1a, us-east-1b] }\n';
