/** Flags that follow the `--cluster` they belong to. */
import type { FlagGroup } from './flag.ts';

export const clusterFlags: FlagGroup = {
  title: 'Cluster (these follow the --cluster they belong to; before the first one they hold for all)',
  flags: [
    {
      name: 'cluster',
      value: 'NAME',
      repeatable: true,
      path: 'clusters.*',
      help: 'name of the EKS cluster',
      example: '--cluster production',
    },
    { name: 'region', value: 'REGION', repeatable: true, path: 'clusters.*.region', help: 'its region', example: '--region us-east-1' },
    {
      name: 'from',
      value: 'SOURCE',
      repeatable: true,
      path: 'clusters.*.from',
      help: 'how this root module knows it: module:LABEL, resource:LABEL, data, variables, literal:ARN, expressions:ARN,NAME, or new:VERSION,ZONE,ZONE for one that is made here',
      example: '--from module:eks',
    },
    {
      name: 'account-id',
      value: 'ID',
      repeatable: true,
      path: 'clusters.*.accountId',
      help: 'its account, where a static file needs an ARN',
      example: '--account-id 111122223333',
    },
    {
      name: 'vpc-id',
      value: 'ID',
      repeatable: true,
      path: 'clusters.*.vpcId',
      help: 'its VPC, for controllers whose pods cannot ask for it; default: what Terraform knows',
      example: '--vpc-id vpc-0123456789abcdef0',
    },
    {
      name: 'oidc-provider',
      value: 'existing|create',
      repeatable: true,
      path: 'clusters.*.oidcProvider',
      help: 'whether IAM has its OIDC provider already',
      example: '--oidc-provider create',
    },
    {
      name: 'provider',
      value: 'NAME=ADDRESS',
      repeatable: true,
      path: 'clusters.*.providers.*',
      help: 'the provider that speaks to it',
      example: '--provider aws=aws.use1',
    },
    {
      name: 'pod-identity-agent',
      value: 'create|existing',
      repeatable: true,
      path: 'clusters.*.podIdentityAgent',
      help: 'whether the EKS Pod Identity Agent is made here or runs already; default: made, unless this folder or EKS Auto Mode has it',
      example: '--pod-identity-agent existing',
    },
    {
      name: 'retired',
      value: 'true|false',
      repeatable: true,
      path: 'clusters.*.retired',
      help: 'whether it is about to go: its trust, ServiceAccounts and associations are removed while it is there (blue/green)',
      example: '--retired true',
    },
  ],
};
