/** Everything the catalog holds, sorted by what people type. */
import { addOnGroups, type AddOn } from './add-on.ts';
import { ackDynamodbController } from './addons/ack-dynamodb-controller.ts';
import { ackS3Controller } from './addons/ack-s3-controller.ts';
import { ackSnsController } from './addons/ack-sns-controller.ts';
import { ackSqsController } from './addons/ack-sqs-controller.ts';
import { amazonManagedPrometheus } from './addons/amazon-managed-prometheus.ts';
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
import { fsxOpenzfsCsiDriver } from './addons/fsx-openzfs-csi-driver.ts';
import { karpenter } from './addons/karpenter.ts';
import { keda } from './addons/keda.ts';
import { velero } from './addons/velero.ts';
import { vpcCni } from './addons/vpc-cni.ts';
import type { Grant } from './grant.ts';
import { dynamodb } from './grants/dynamodb.ts';
import { s3 } from './grants/s3.ts';
import { secretsmanager } from './grants/secretsmanager.ts';
import { sns } from './grants/sns.ts';
import { sqs } from './grants/sqs.ts';

export const addOns: readonly AddOn[] = [
  ackDynamodbController,
  ackS3Controller,
  ackSnsController,
  ackSqsController,
  amazonManagedPrometheus,
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
  fsxOpenzfsCsiDriver,
  karpenter,
  keda,
  velero,
  vpcCni,
];

/** The same as people look for them. */
export const addOnsByGroup = addOnGroups.map((group) => ({ group, addOns: addOns.filter((addOn) => addOn.group === group) }));

export const grants: readonly Grant[] = [dynamodb, s3, secretsmanager, sns, sqs];

export const findAddOn = (id: string): AddOn | undefined => addOns.find((addOn) => addOn.id === id);

export const findGrant = (service: string): Grant | undefined => grants.find((grant) => grant.service === service);
