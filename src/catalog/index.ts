/** Everything the catalog holds, sorted by what people type. */
import { addOnGroups, type AddOn, type AddOnGroup } from './add-on.ts';
import { ackDynamodbController } from './addons/ack-dynamodb-controller.ts';
import { ackRdsController } from './addons/ack-rds-controller.ts';
import { ackS3Controller } from './addons/ack-s3-controller.ts';
import { ackSnsController } from './addons/ack-sns-controller.ts';
import { ackSqsController } from './addons/ack-sqs-controller.ts';
import { amazonCloudwatchObservability } from './addons/amazon-cloudwatch-observability.ts';
import { amazonManagedPrometheus } from './addons/amazon-managed-prometheus.ts';
import { argocdImageUpdater } from './addons/argocd-image-updater.ts';
import { awsEbsCsiDriver } from './addons/aws-ebs-csi-driver.ts';
import { awsEfsCsiDriver } from './addons/aws-efs-csi-driver.ts';
import { awsForFluentBit } from './addons/aws-for-fluent-bit.ts';
import { awsFsxCsiDriver } from './addons/aws-fsx-csi-driver.ts';
import { awsGatewayApiController } from './addons/aws-gateway-api-controller.ts';
import { awsLoadBalancerController } from './addons/aws-load-balancer-controller.ts';
import { awsMountpointS3CsiDriver } from './addons/aws-mountpoint-s3-csi-driver.ts';
import { awsNodeTerminationHandler } from './addons/aws-node-termination-handler.ts';
import { awsPrivatecaIssuer } from './addons/aws-privateca-issuer.ts';
import { certManager } from './addons/cert-manager.ts';
import { clusterAutoscaler } from './addons/cluster-autoscaler.ts';
import { externalDns } from './addons/external-dns.ts';
import { externalSecrets } from './addons/external-secrets.ts';
import { fluentBit } from './addons/fluent-bit.ts';
import { fluxImageReflectorController } from './addons/flux-image-reflector-controller.ts';
import { fluxSourceController } from './addons/flux-source-controller.ts';
import { fsxOpenzfsCsiDriver } from './addons/fsx-openzfs-csi-driver.ts';
import { karpenter } from './addons/karpenter.ts';
import { keda } from './addons/keda.ts';
import { velero } from './addons/velero.ts';
import { vpcCni } from './addons/vpc-cni.ts';
import type { Grant } from './grant.ts';
import { appconfig } from './grants/appconfig.ts';
import { athena } from './grants/athena.ts';
import { autoscaling } from './grants/autoscaling.ts';
import { bedrock } from './grants/bedrock.ts';
import { cloudwatch } from './grants/cloudwatch.ts';
import { cognito } from './grants/cognito.ts';
import { dynamodb } from './grants/dynamodb.ts';
import { ec2 } from './grants/ec2.ts';
import { ecr } from './grants/ecr.ts';
import { elasticache } from './grants/elasticache.ts';
import { eventbridge } from './grants/eventbridge.ts';
import { firehose } from './grants/firehose.ts';
import { kinesis } from './grants/kinesis.ts';
import { kms } from './grants/kms.ts';
import { lambda } from './grants/lambda.ts';
import { logs } from './grants/logs.ts';
import { msk } from './grants/msk.ts';
import { opensearch } from './grants/opensearch.ts';
import { rds } from './grants/rds.ts';
import { route53 } from './grants/route53.ts';
import { s3 } from './grants/s3.ts';
import { sagemaker } from './grants/sagemaker.ts';
import { scheduler } from './grants/scheduler.ts';
import { secretsmanager } from './grants/secretsmanager.ts';
import { ses } from './grants/ses.ts';
import { sns } from './grants/sns.ts';
import { sqs } from './grants/sqs.ts';
import { ssm } from './grants/ssm.ts';
import { stepfunctions } from './grants/stepfunctions.ts';
import { timestream } from './grants/timestream.ts';
import { xray } from './grants/xray.ts';
import { shelf, type Shelf } from './shelf.ts';

export const addOns: Shelf<AddOn> = shelf([
  ackDynamodbController,
  ackRdsController,
  ackS3Controller,
  ackSnsController,
  ackSqsController,
  amazonCloudwatchObservability,
  amazonManagedPrometheus,
  argocdImageUpdater,
  awsEbsCsiDriver,
  awsEfsCsiDriver,
  awsForFluentBit,
  awsFsxCsiDriver,
  awsGatewayApiController,
  awsLoadBalancerController,
  awsMountpointS3CsiDriver,
  awsNodeTerminationHandler,
  awsPrivatecaIssuer,
  certManager,
  clusterAutoscaler,
  externalDns,
  externalSecrets,
  fluentBit,
  fluxImageReflectorController,
  fluxSourceController,
  fsxOpenzfsCsiDriver,
  karpenter,
  keda,
  velero,
  vpcCni,
]);

/** The same as people look for them. */
export const addOnsByGroup = (): { readonly group: AddOnGroup; readonly addOns: readonly AddOn[] }[] =>
  addOnGroups.map((group) => ({ group, addOns: addOns.all().filter((addOn) => addOn.group === group) }));

export const grants: Shelf<Grant> = shelf([
  appconfig,
  athena,
  autoscaling,
  bedrock,
  cloudwatch,
  cognito,
  dynamodb,
  ec2,
  ecr,
  elasticache,
  eventbridge,
  firehose,
  kinesis,
  kms,
  lambda,
  logs,
  msk,
  opensearch,
  rds,
  route53,
  s3,
  sagemaker,
  scheduler,
  secretsmanager,
  ses,
  sns,
  sqs,
  ssm,
  stepfunctions,
  timestream,
  xray,
]);

export const findAddOn = addOns.find;

export const findGrant = grants.find;
