/** The cluster itself, and its issuer. */
import { OIDC_PROVIDER } from '../pages.ts';
import { link } from './link.ts';

export const clusterLink = link({
  name: 'cluster',
  needs: [],
  causes: {
    'cluster-without-issuer': {
      severity: 'error',
      means: 'The cluster has no OIDC issuer, so that its tokens are nobody’s.',
      link: OIDC_PROVIDER,
    },
    'cluster-not-active': {
      severity: 'warning',
      means: 'EKS is making, changing or deleting the cluster, or has failed to.',
      link: 'https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html',
    },
  },
  look: ({ world: { cluster }, way }) => {
    const look = [`aws eks describe-cluster --name ${cluster.name} --region ${cluster.region}`];
    return [
      ...(way === 'irsa' && cluster.issuer === undefined
        ? [
            {
              code: 'cluster-without-issuer' as const,
              message: `Cluster ${cluster.name} has no OIDC issuer.`,
              evidence: ['describe-cluster has no identity.oidc.issuer'],
              fix: 'Let this cluster’s workloads come by EKS Pod Identity, or look whether it is a cluster of EKS in a region at all.',
              commands: look,
              ofAll: true as const,
            },
          ]
        : []),
      ...(['ACTIVE', 'UPDATING'].includes(cluster.status)
        ? []
        : [
            {
              code: 'cluster-not-active' as const,
              message: `Cluster ${cluster.name} is not active.`,
              evidence: [`describe-cluster says: ${cluster.status}`],
              fix: 'Wait until it is active, or see what EKS says of it.',
              commands: look,
              ofAll: true as const,
            },
          ]),
    ];
  },
});
