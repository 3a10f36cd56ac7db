/** Faults of a workload that comes by its role by EKS Pod Identity. */
import { IRSA_ENV, ISSUER, ROLE, SUBJECT, TOKEN_FOLDER, trustOf } from '../worlds.ts';
import { role, account, pod, env, conditions, withoutEnv, type Fault } from './fault.ts';

export const podIdentityFaults: readonly Fault[] = [
  ['the role does not trust it', (world) => (role(world).trust = trustOf(ISSUER, SUBJECT)), 'trust-not-for-pod-identity'],
  [
    'the role lacks sts:TagSession',
    (world) => ((role(world).trust as unknown as { Statement: { Action: string[] }[] }).Statement[0]!.Action = ['sts:AssumeRole']),
    'trust-without-tag-session',
  ],
  ['the role asks for another namespace', (world) => (conditions(world)['aws:RequestTag/kubernetes-namespace'] = 'prod'), 'trust-tags'],
  ['its session tags are disabled', (world) => (world.associations![0]!.sessionTagsDisabled = true), 'trust-tags-disabled'],
  ['there is no association', (world) => (world.associations = []), 'annotation-missing'],
  ['the agent is not installed', (world) => (world.agent = { there: false, readyOn: [] }), 'agent-missing'],
  ['it is not ready on the node', (world) => (world.agent = { there: true, readyOn: ['another'] }), 'agent-not-ready'],
  ['the pod is on Fargate', (world) => (world.nodes[0]!.kind = 'fargate'), 'pod-identity-unsupported-node'],
  ['the pod is on Windows', (world) => (world.nodes[0]!.os = 'windows'), 'pod-identity-unsupported-node'],
  ['the role of the node may not ask EKS Auth', (world) => world.roles[1]!.attached!.shift(), 'node-role-without-eks-auth'],
  [
    'the pod is older than the association',
    (world) => {
      world.associations![0]!.createdAt = '2026-11-25T10:00:00Z';
      withoutEnv(world);
    },
    'pod-before-association',
  ],
  [
    'the cluster is in Auto Mode, and the pod on a node that is not',
    (world) => {
      world.cluster.autoMode = true;
      world.agent = { there: false, readyOn: [] };
    },
    'agent-missing',
  ],
  [
    'the pod still comes by its token',
    (world) => Object.assign(pod(world).containers[0]!, { env: { ...IRSA_ENV }, mounts: [TOKEN_FOLDER] }),
    'pod-before-association',
  ],
  ['the SDK is too old', (world) => (pod(world).containers[0]!.image = 'public.ecr.aws/aws-cli/aws-cli:2.13.0'), 'sdk-too-old'],
  ['a proxy stands before the agent', (world) => (env(world)['HTTP_PROXY'] = '(set)'), 'proxy-before-agent'],
  [
    'a proxy stands before the agent of IPv6',
    (world) =>
      Object.assign(env(world), {
        HTTP_PROXY: '(set)',
        NO_PROXY: '169.254.170.23',
        AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://[fd00:ec2::23]/v1/credentials',
      }),
    'proxy-before-agent',
  ],
  [
    'a private cluster has no endpoint for EKS Auth',
    (world) => {
      world.cluster.publicEndpoint = false;
      world.endpoints = ['sts'];
    },
    'eks-auth-endpoint-missing',
  ],
  ['the annotation is there too', (world) => (account(world).annotations['eks.amazonaws.com/role-arn'] = ROLE), 'both-ways'],
  [
    'the annotation names another role',
    (world) => (account(world).annotations['eks.amazonaws.com/role-arn'] = `${ROLE}-before`),
    'both-ways-differ',
  ],
];
